#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "base/descriptor_message.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "host/facts.hpp"
#include "host/memory.hpp"
#include "sandbox/filter.hpp"
#include "sandbox/handles.hpp"
#include "sandbox/preparation.hpp"
#include "sandbox/traced_calls.hpp"
#include "sandbox/without_exceptions.hpp"

namespace isorun {
namespace {

std::unexpected<Error> fail(std::string what, int code) {
  return std::unexpected(Error{Phase::setup, code, std::move(what)});
}

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// In one message if the socket's buffer allows, so that the stage wakes up once.
bool send_start(int socket, const StageRequest& request, const std::string& strings,
                const int (&descriptors)[start_descriptors]) {
  iovec data[2] = {{const_cast<StageRequest*>(&request), sizeof request},
                   {const_cast<char*>(strings.data()), strings.size()}};
  DescriptorMessage<start_descriptors> message(data);
  message.attach(descriptors);
  ssize_t sent = 0;
  do sent = ::sendmsg(socket, message.header(), MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent < static_cast<ssize_t>(sizeof request)) return false;
  return send_all(
      socket, std::string_view(strings).substr(static_cast<std::size_t>(sent) - sizeof request));
}

std::string_view value_of(const std::vector<std::string>& environment, std::string_view name) {
  for (const std::string& variable : environment) {
    if (variable.starts_with(name) && variable.size() > name.size() &&
        variable[name.size()] == '=') {
      return std::string_view(variable).substr(name.size() + 1);
    }
  }
  return {};
}

std::vector<std::string> executable_candidates(const Command& command) {
  const std::string& name = command.argv[0];
  if (name.find('/') != std::string::npos) return {name};
  std::string_view path = value_of(command.environment, "PATH");
  if (path.empty()) path = "/usr/local/bin:/usr/bin:/bin";
  std::vector<std::string> candidates;
  for (const std::string_view directory : split(path, ':')) {
    candidates.push_back(fmt::format("{}/{}", directory.empty() ? "." : directory, name));
  }
  return candidates;
}

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::usage, 0, std::move(what)});
}

// An openat(2) relative to it would reach the host's tree, bypassing every mount of the sandbox.
Result<void> refuse_directories(const Command& command) {
  struct NamedStream {
    int descriptor;
    const char* name;
  };
  for (const auto& [descriptor, name] : {NamedStream{command.input, "standard input"},
                                         NamedStream{command.output, "standard output"},
                                         NamedStream{command.error, "standard error"}}) {
    struct stat status {};
    if (descriptor < 0 || ::fstat(descriptor, &status) != 0 || !S_ISDIR(status.st_mode)) continue;
    return refuse(fmt::format("{} is a directory, which must not be passed to a sandbox", name));
  }
  return {};
}

Result<void> check(const Command& command, unsigned slot) {
  if (command.argv.empty()) return refuse("no command to run");
  if (std::ranges::any_of(command.argv, has_nul))
    return refuse("an argument of the command contains a null byte");
  if (std::ranges::any_of(command.environment, has_nul))
    return refuse("an environment variable contains a null byte");
  if (slot >= Sandbox::max_slots)
    return refuse(fmt::format("slot {}: must be below {}", slot, Sandbox::max_slots));
  return refuse_directories(command);
}

bool is_below(std::string_view path, std::string_view directory) {
  return directory == "/" || (path.starts_with(directory) && path.size() > directory.size() &&
                              path[directory.size()] == '/');
}

bool are_on_one_file_system(const std::string& path, const std::string& other) {
  struct stat one {};
  struct stat two {};
  return ::stat(path.c_str(), &one) == 0 && ::stat(other.c_str(), &two) == 0 &&
         one.st_dev == two.st_dev;
}

// A lower directory of an overlay must not lie below another one: ELOOP (fs/overlayfs/super.c,
// ovl_check_layer).
Result<void> check_place_of_setups(const Plan& plan) {
  const std::string& disk = plan.scratch_on_host;
  for (const LayerPart& part : plan.parts) {
    if (disk.empty() || part.kind != LayerPart::Kind::overlay || !is_below(disk, part.path))
      continue;
    if (!are_on_one_file_system(disk, part.path)) continue;
    return refuse(fmt::format(
        "a set-up needs layers outside of what is copy-on-write, but they lie in {}, below {}; put "
        "them on another file system",
        printable(disk), printable(part.path)));
  }
  return {};
}

// `started` has a bit for each set-up that was started.
Result<void> check_numbers(const Command& command, unsigned started) {
  const auto is_started = [started](unsigned number) {
    return number < Sandbox::max_setups && (started >> number & 1U) != 0;
  };
  if (command.setup && *command.setup >= Sandbox::max_setups)
    return refuse(fmt::format("set-up {}: must be below {}", *command.setup, Sandbox::max_setups));
  if (command.setup && is_started(*command.setup))
    return refuse(fmt::format("set-up {} was started before", *command.setup));
  for (const unsigned number : command.setups)
    if (!is_started(number)) return refuse(fmt::format("set-up {} was not started", number));
  return {};
}

struct PackedCommand {
  StageRequest request{};
  std::string strings;
};

PackedCommand pack(const Command& command, const std::string& working_directory) {
  const std::vector<std::string> candidates = executable_candidates(command);
  PackedCommand packed{.strings = working_directory + '\0'};
  for (const auto* list : {&candidates, &command.argv, &command.environment}) {
    for (const std::string& text : *list) packed.strings.append(text).push_back('\0');
  }
  StageRequest& request = packed.request;
  request.kind = StageRequest::Kind::start;
  request.payload = static_cast<std::uint32_t>(packed.strings.size());
  request.candidates = static_cast<std::uint32_t>(candidates.size());
  request.words = static_cast<std::uint32_t>(command.argv.size());
  request.variables = static_cast<std::uint32_t>(command.environment.size());
  request.own_session = command.session == Command::Session::own ? 1 : 0;
  request.traced = command.traced ? 1 : 0;
  if (command.setup) request.setup = static_cast<std::uint16_t>(*command.setup + 1);
  for (const unsigned number : command.setups)
    request.setups = static_cast<std::uint16_t>(request.setups | 1U << number);
  return packed;
}

}  // namespace

Sandbox::Sandbox(std::shared_ptr<Stage> stage) : stage_(std::move(stage)) {}

Result<Sandbox> Sandbox::open(const Layout& layout) {
  return without_exceptions([&layout]() -> Result<Sandbox> {
    Result<std::shared_ptr<Stage>> stage = Stage::open(layout);
    if (!stage) return std::unexpected(stage.error());
    return Sandbox(std::move(*stage));
  });
}

Result<std::shared_ptr<Sandbox::Stage>> Sandbox::Stage::open(const Layout& layout) {
  if (Result<void> good = check_layout(layout); !good) return std::unexpected(good.error());
  const Result<Facts> facts = read_facts();
  if (!facts) return std::unexpected(facts.error());
  Result<Plan> plan = plan_for(layout, *facts);
  if (!plan) return std::unexpected(plan.error());
  Result<std::vector<sock_filter>> filter = make_filter(plan->refused_namespaces);
  if (!filter) return std::unexpected(filter.error());
  Result<std::vector<sock_filter>> trace_filter;
  if (layout.traces) trace_filter = make_trace_filter();
  if (!trace_filter) return std::unexpected(trace_filter.error());
  const Capabilities capabilities = command_capabilities(facts->uid == 0);
  auto stage = std::make_shared<Stage>();
  stage->plan = std::move(*plan);
  stage->filter = std::move(*filter);
  stage->trace_filter = std::move(*trace_filter);
  stage->orders.capabilities = capabilities.kept;
  stage->orders.capability_count = capabilities.count;
  stage->orders.oom_score = expendable_oom_score();
  stage->null = above_standard(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!stage->null) return fail("opening /dev/null", errno);
  if (Result<void> started = stage->start(); !started) return std::unexpected(started.error());
  if (Result<void> ready = stage->serve(); !ready) return std::unexpected(ready.error());
  return stage;
}

const std::string& Sandbox::results_directory() const {
  return stage_->plan.results;
}

std::vector<std::string> Sandbox::losses() const {
  std::vector<std::string> sentences;
  for (const Loss& loss : stage_->plan.losses) sentences.push_back(loss.what);
  return sentences;
}

Result<std::string> explain(const Layout& layout) {
  return without_exceptions([&layout]() -> Result<std::string> {
    if (Result<void> good = check_layout(layout); !good) return std::unexpected(good.error());
    const Result<Facts> facts = read_facts();
    if (!facts) return std::unexpected(facts.error());
    const Result<Plan> plan = plan_for(layout, *facts);
    if (!plan) return std::unexpected(plan.error());
    return describe(*plan);
  });
}

Result<void> Sandbox::check_setups() const {
  return without_exceptions([this] { return check_place_of_setups(stage_->plan); });
}

Result<void> Sandbox::close() {
  if (stage_->live_shards > 0)
    return std::unexpected(Error{Phase::usage, 0, "the sandbox still has shards"});
  stage_->end();
  if (stage_->leftover) return std::unexpected(*stage_->leftover);
  return {};
}

Result<Shard> Sandbox::start(const Command& command, unsigned slot) {
  return without_exceptions([&]() -> Result<Shard> {
    if (command.traced && stage_->trace_filter.empty())
      return refuse("a command can be traced only where Layout::traces is set");
    for (const Result<void>& good : {check(command, slot), check_numbers(command, stage_->setups),
                                     command.setup ? check_setups() : Result<void>()})
      if (!good) return std::unexpected(good.error());
    auto state = std::make_unique<Shard::State>();
    state->layer.parts = stage_->plan.parts;
    state->layer.places = stage_->plan.file_places;
    state->layer.stand_ins = stage_->plan.stand_ins;
    state->layer.absent = stage_->plan.absent;
    state->layer.is_above_setups = !command.setups.empty();
    PackedCommand packed = pack(command, stage_->plan.working_directory);
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
      return fail("making a socket pair", errno);
    UniqueFd channel = above_standard(ends[0]);
    const UniqueFd far_end = above_standard(ends[1]);
    if (!channel || !far_end) return fail("making a socket pair", errno);
    const auto or_null = [this](int fd) { return fd >= 0 ? fd : stage_->null.get(); };
    const int descriptors[start_descriptors] = {far_end.get(), or_null(command.input),
                                                or_null(command.output), or_null(command.error)};
    packed.request.slot = slot;
    packed.request.shard = stage_->next_shard++;
    if (!send_start(stage_->socket.get(), packed.request, packed.strings, descriptors)) {
      const int code = errno;
      if (stage_->is_gone()) return std::unexpected(stage_->lost());
      return fail("sending a command to the stage", code);
    }
    if (command.setup) stage_->setups |= 1U << *command.setup;
    state->keeps_layer = command.setup.has_value();
    state->stage = stage_;
    ++stage_->live_shards;
    state->number = packed.request.shard;
    state->program = command.argv[0];
    state->channel = std::move(channel);
    return Shard(std::move(state));
  });
}

}  // namespace isorun
