#include <cerrno>
#include <cstring>
#include <fcntl.h>

#include <fmt/format.h>
#include <sys/socket.h>

#include "base/text.hpp"
#include "host/facts.hpp"
#include "sandbox/filter.hpp"
#include "sandbox/handles.hpp"
#include "sandbox/planner.hpp"

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

// In one message where the socket's buffer allows: the stage wakes up once.
bool send_start(int socket, const StageRequest& request, const std::string& strings,
                const int (&descriptors)[start_descriptors]) {
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof descriptors)] = {};
  iovec data[2] = {{const_cast<StageRequest*>(&request), sizeof request},
                   {const_cast<char*>(strings.data()), strings.size()}};
  msghdr message{};
  message.msg_iov = data;
  message.msg_iovlen = 2;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof descriptors);
  std::memcpy(CMSG_DATA(header), descriptors, sizeof descriptors);
  ssize_t sent = 0;
  do sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
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

}  // namespace

Sandbox::Sandbox(std::shared_ptr<Stage> stage) : stage_(std::move(stage)) {}

Result<Sandbox> Sandbox::open(const Layout& layout) {
  const Result<Facts> facts = read_facts();
  if (!facts) return std::unexpected(facts.error());
  Result<Plan> plan = make_plan(layout, *facts);
  if (!plan) return std::unexpected(plan.error());
  Result<std::vector<sock_filter>> filter = make_filter();
  if (!filter) return std::unexpected(filter.error());
  const Capabilities capabilities = command_capabilities(facts->uid == 0);
  auto stage = std::make_shared<Stage>();
  stage->plan = std::move(*plan);
  stage->filter = std::move(*filter);
  stage->orders.capabilities = capabilities.kept;
  stage->orders.capability_count = capabilities.count;
  stage->null.reset(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!stage->null) return fail("opening /dev/null", errno);
  if (Result<void> started = stage->start(); !started) return std::unexpected(started.error());
  if (Result<void> ready = stage->serve(); !ready) return std::unexpected(ready.error());
  return Sandbox(std::move(stage));
}

const std::string& Sandbox::results_directory() const {
  return stage_->plan.results;
}

Result<std::string> explain(const Layout& layout) {
  const Result<Facts> facts = read_facts();
  if (!facts) return std::unexpected(facts.error());
  const Result<Plan> plan = make_plan(layout, *facts);
  if (!plan) return std::unexpected(plan.error());
  return describe(*plan);
}

Result<Shard> Sandbox::start(const Command& command, unsigned slot) {
  if (command.argv.empty()) return std::unexpected(Error{Phase::usage, 0, "no command to run"});
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return fail("making a socket pair", errno);
  auto state = std::make_unique<Shard::State>();
  state->channel.reset(ends[0]);
  const UniqueFd far_end(ends[1]);
  const std::vector<std::string> candidates = executable_candidates(command);
  std::string strings = stage_->plan.working_directory + '\0';
  for (const auto* list : {&candidates, &command.argv, &command.environment}) {
    for (const std::string& text : *list) strings.append(text).push_back('\0');
  }
  StageRequest request{};
  request.kind = StageRequest::Kind::start;
  request.payload = static_cast<std::uint32_t>(strings.size());
  request.shard = stage_->next_shard++;
  request.slot = slot;
  request.candidates = static_cast<std::uint32_t>(candidates.size());
  request.words = static_cast<std::uint32_t>(command.argv.size());
  request.variables = static_cast<std::uint32_t>(command.environment.size());
  request.own_session = command.session == Command::Session::own ? 1 : 0;
  const auto or_null = [this](int fd) { return fd >= 0 ? fd : stage_->null.get(); };
  const int descriptors[start_descriptors] = {far_end.get(), or_null(command.input),
                                              or_null(command.output), or_null(command.error)};
  if (!send_start(stage_->socket.get(), request, strings, descriptors)) {
    const int code = errno;
    if (stage_->is_gone()) return std::unexpected(stage_->lost());
    return fail("sending a command to the stage", code);
  }
  state->stage = stage_;
  state->number = request.shard;
  state->layer.parts = stage_->plan.parts;
  state->layer.places = stage_->plan.file_places;
  state->layer.absent = stage_->plan.absent;
  return Shard(std::move(state));
}

}  // namespace isorun
