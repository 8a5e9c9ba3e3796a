#include "run/relayed_workers.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "results/exit_codes.hpp"

namespace isorun {
namespace {

// Exit codes as a shell reports them.
int exit_code_of(const Ending& ending) {
  if (ending.how == Ending::How::exited) return ending.code;
  if (ending.how == Ending::How::signaled) return 128 + ending.code;
  return ending.how == Ending::How::exec_failed ? exit_code::not_found : exit_code::not_set_up;
}

// Sandboxes start in isorun's working directory.
std::vector<std::string> in_directory(const std::string& directory, std::vector<std::string> argv) {
  std::error_code error;
  if (std::filesystem::current_path(error) == directory) return argv;
  argv.insert(argv.begin(), {"/bin/sh", "-c", R"(cd "$0" && exec "$@")", directory});
  return argv;
}

// The streams must outlive the command.
Command to_command(RelayedCommand relayed, const std::array<UniqueFd, 3>& streams,
                   std::size_t slot) {
  std::erase_if(relayed.environment,
                [](const std::string& entry) { return entry.starts_with("ISORUN_SLOT="); });
  relayed.environment.push_back(fmt::format("ISORUN_SLOT={}", slot));
  return {.argv = in_directory(relayed.directory, std::move(relayed.argv)),
          .environment = std::move(relayed.environment),
          .input = streams[0].get(),
          .output = streams[1].get(),
          .error = streams[2].get(),
          .session = Command::Session::own};
}

}  // namespace

std::string RelayedWorkers::variable() const {
  return fmt::format("ISORUN_CONTROL={}", socket_.path());
}

void RelayedWorkers::add_to(Wakeups& wakeups) const {
  wakeups.add_input(socket_.fd());
  for (const RelayConnection& connection : asking_) wakeups.add_input(connection.fd());
  for (const Active& active : active_) {
    active.worker.attempt->add_to(wakeups);
    wakeups.add_hangup(active.connection.fd());
  }
}

Result<void> RelayedWorkers::handle(const OpenServices& open_services) {
  while (std::optional<RelayConnection> connection = socket_.accept())
    asking_.push_back(std::move(*connection));
  for (RelayConnection& connection : std::exchange(asking_, {})) {
    Result<std::optional<RelayedCommand>> command = connection.read();
    if (!command) continue;  // the client is gone
    if (!*command)
      asking_.push_back(std::move(connection));
    else if (Result<void> done = start(std::move(connection), std::move(**command), open_services);
             !done)
      return done;
  }
  for (Active& active : std::exchange(active_, {})) {
    Attempt& attempt = *active.worker.attempt;
    if (attempt.poll()) {
      active.connection.answer(exit_code_of(attempt.evidence().ending));
      ended_.push_back(std::move(active.worker));
      continue;
    }
    attempt.keep_time();
    if (active.connection.fd() >= 0 && active.connection.is_closed()) {
      attempt.stop(Evidence::Stop::interrupted);
      active.connection = RelayConnection(UniqueFd());
    }
    active_.push_back(std::move(active));
  }
  return {};
}

Result<void> RelayedWorkers::start(RelayConnection connection, RelayedCommand command,
                                   const OpenServices& open_services) {
  Result<ShardServices> services = open_services(next_index_);
  if (!services) return std::unexpected(services.error());
  const std::size_t slot = free_slot();
  const std::array<UniqueFd, 3> streams = std::move(command.streams);
  Command started = to_command(std::move(command), streams, slot);
  started.setups = view_.setups;
  LocalExecutor executor(view_.sandbox);
  Result<Attempt> attempt = Attempt::start(executor, std::move(started),
                                           static_cast<unsigned>(slot), std::move(*services));
  if (!attempt) return std::unexpected(attempt.error());
  active_.push_back({std::move(connection),
                     {next_index_++, slot, std::make_unique<Attempt>(std::move(*attempt))}});
  return {};
}

// A slot's private network outlives its shards.
std::size_t RelayedWorkers::free_slot() const {
  std::size_t slot = 0;
  const auto is_taken = [&slot](const Active& active) { return active.worker.slot == slot; };
  while (std::ranges::any_of(active_, is_taken)) ++slot;
  return slot;
}

}  // namespace isorun
