// Launches sandboxes as the run loop does, through the library: `slots` under way at once, the next
// one started as soon as one has ended and its layer is let go.
//
//   launch plan COMMAND             prints the plan, for the floor to do the same
//   launch SLOTS COUNT COMMAND      prints the microseconds of one launch and end
#include <chrono>
#include <cstdlib>
#include <optional>
#include <poll.h>
#include <string>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include <isorun/sandbox.hpp>

namespace {

int complain(const isorun::Error& error) {
  fmt::print(stderr, "launch: {}\n", isorun::to_string(error));
  return 1;
}

isorun::Layout run_loop_layout(const std::string& program) {
  return {.results_directory = true, .visible = {program}};
}

std::optional<isorun::Error> measure(isorun::Sandbox& sandbox, const isorun::Command& command,
                                     std::size_t slots, int count) {
  std::vector<std::optional<isorun::Shard>> shards(slots);
  std::vector<pollfd> sources(slots);
  int started = 0;
  int ended = 0;
  while (ended < count) {
    for (std::size_t slot = 0; slot < slots; ++slot) {
      if (shards[slot] || started == count) continue;
      isorun::Result<isorun::Shard> shard = sandbox.start(command, static_cast<unsigned>(slot));
      if (!shard) return shard.error();
      ++started;
      sources[slot] = {shard->event_fd(), POLLIN, 0};
      shards[slot] = std::move(*shard);
    }
    ::poll(sources.data(), sources.size(), -1);
    for (std::size_t slot = 0; slot < slots; ++slot) {
      if (!shards[slot]) continue;
      const std::optional<isorun::Ending> ending = shards[slot]->poll();
      if (!ending) continue;
      if (ending->how == isorun::Ending::How::setup_failed) return ending->error;
      if (ending->how != isorun::Ending::How::exited || ending->code != 0)
        return isorun::Error{isorun::Phase::run, 0, "the command failed"};
      shards[slot].reset();
      sources[slot].fd = -1;
      ++ended;
    }
  }
  return std::nullopt;
}

int run(std::size_t slots, int count, const char* program) {
  isorun::Result<isorun::Sandbox> sandbox = isorun::Sandbox::open(run_loop_layout(program));
  if (!sandbox) return complain(sandbox.error());
  isorun::Command command{.argv = {program}};
  for (char** variable = environ; *variable != nullptr; ++variable)
    command.environment.emplace_back(*variable);
  const auto warm_up = static_cast<int>(2 * slots);  // the slots' networks are made
  if (const auto error = measure(*sandbox, command, slots, warm_up)) return complain(*error);
  const auto begin = std::chrono::steady_clock::now();
  if (const auto error = measure(*sandbox, command, slots, count)) return complain(*error);
  const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - begin;
  fmt::print("{:.1f}\n", time.count() / count);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "plan") {
    const isorun::Result<std::string> plan = isorun::explain(run_loop_layout(argv[2]));
    if (!plan) return complain(plan.error());
    fmt::print("{}", *plan);
    return 0;
  }
  if (argc != 4) return 2;
  return run(static_cast<std::size_t>(std::atoi(argv[1])), std::atoi(argv[2]), argv[3]);
}
