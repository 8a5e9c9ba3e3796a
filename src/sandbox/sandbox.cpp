#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <isorun/sandbox.hpp>

#include "base/raw.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "host/facts.hpp"
#include "host/remedy.hpp"
#include "sandbox/filter.hpp"
#include "sandbox/id_maps.hpp"
#include "sandbox/planner.hpp"
#include "sandbox/stage.hpp"
#include "sandbox/wire.hpp"

namespace isorun {
namespace {

Facility facility_of(Verb verb) {
  switch (verb) {
    case Verb::new_mount_namespace:
    case Verb::new_user_namespace:
      return Facility::user_namespace;
    case Verb::overlay:
      return Facility::overlay;
    case Verb::layer:
    case Verb::whole:
    case Verb::copy:
    case Verb::copy_files:
      return Facility::layer;
    case Verb::proc:
      return Facility::proc;
    case Verb::slot_network:
    case Verb::loopback_up:
      return Facility::network;
    default:
      return Facility::mounts;
  }
}

std::unexpected<Error> fail(std::string what, int code) {
  return std::unexpected(Error{Phase::setup, code, std::move(what)});
}

Error step_error(const Step& step, int code, const char* kernel_words) {
  std::string what = fmt::format("setting up the sandbox: {}", describe(step));
  // "e overlay: ..." is how fsconfig(2) hands out an error.
  const std::string_view words = trim(kernel_words);
  if (words.size() > 2) what += fmt::format(" (kernel: {})", words.substr(2));
  return Error{Phase::setup, code, std::move(what), remedy(facility_of(step.verb), code)};
}

// Signals are blocked around the clone: a handler of the caller must not run in the stage, which
// never unblocks them.
class BlockedSignals {
 public:
  BlockedSignals() {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  BlockedSignals(const BlockedSignals&) = delete;
  BlockedSignals& operator=(const BlockedSignals&) = delete;
  ~BlockedSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

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

// The stage -------------------------------------------------------------------

struct Sandbox::Stage {
  Plan plan;
  std::vector<sock_filter> filter;
  StageOrders orders;
  UniqueFd socket;
  pid_t pid = -1;
  std::uint64_t next_shard = 0;
  UniqueFd null;

  Stage() = default;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  ~Stage() {
    socket.reset();  // tells it to end
    if (pid < 0) return;
    while (::waitpid(pid, nullptr, __WALL) < 0 && errno == EINTR) {
    }
  }

  Result<void> start();
  Result<void> answer();
  Error error_of(const StageReport& report) const {
    if (report.kind == StageReport::Kind::confine_failed) {
      return {Phase::setup, report.error,
              "setting no_new_privs, bounding capabilities and installing the system call filter",
              remedy(Facility::other, report.error)};
    }
    return step_error(plan.stage[static_cast<std::size_t>(report.step)], report.error,
                      report.message.data());
  }
};

Result<void> Sandbox::Stage::start() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return fail("making a socket pair", errno);
  socket.reset(ends[0]);
  const UniqueFd far_end(ends[1]);
  orders.plan = &plan;
  orders.filter = {static_cast<unsigned short>(filter.size()), filter.data()};
  orders.socket = far_end.get();
  const BlockedSignals blocked;
  // As fork(2), but without the handlers that libraries registered for it: the child is not theirs.
  const long child = raw::call(SYS_clone, 0L, 0L, 0L, 0L, 0L);
  if (child == 0) run_stage(orders);
  if (child < 0) return fail("starting the stage process", static_cast<int>(-child));
  pid = static_cast<pid_t>(child);
  return {};
}

// Serves the stage until it is ready.
Result<void> Sandbox::Stage::answer() {
  for (;;) {
    StageReport report;
    ssize_t size = 0;
    do size = ::recv(socket.get(), &report, sizeof report, MSG_WAITALL);
    while (size < 0 && errno == EINTR);
    if (size != static_cast<ssize_t>(sizeof report))
      return fail("the stage process ended without a word", 0);
    if (report.kind == StageReport::Kind::ready) return {};
    if (report.kind != StageReport::Kind::wants_id_maps) return std::unexpected(error_of(report));
    if (Result<void> written = write_id_maps(pid); !written) {
      Error error = written.error();
      error.remedy = remedy(Facility::id_map, error.code);
      return std::unexpected(std::move(error));
    }
    StageRequest request{};
    request.kind = StageRequest::Kind::id_maps_written;
    if (!send_all(socket.get(), {reinterpret_cast<const char*>(&request), sizeof request})) {
      return fail("the stage process ended", errno);
    }
  }
}

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
  if (Result<void> ready = stage->answer(); !ready) return std::unexpected(ready.error());
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

// Shards ----------------------------------------------------------------------

struct Shard::State {
  std::shared_ptr<Sandbox::Stage> stage;
  std::uint64_t number = 0;
  UniqueFd channel;
  Layer layer;
  std::optional<Ending> ending;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    channel.reset();  // kills what still runs
    layer.root.reset();
    if (stage == nullptr || stage->plan.scratch.empty()) return;
    StageRequest request{};
    request.kind = StageRequest::Kind::remove_layer;
    request.shard = number;
    send_all(stage->socket.get(), {reinterpret_cast<const char*>(&request), sizeof request});
  }

  void receive(int flags);
  Error error_of(const ShardReport& report) const;
};

Error Shard::State::error_of(const ShardReport& report) const {
  const auto error = [&report](Facility facility, std::string what) {
    return Error{Phase::setup, report.error, std::move(what), remedy(facility, report.error)};
  };
  switch (report.kind) {
    case ShardReport::Kind::step_failed:
      return step_error(stage->plan.shard[static_cast<std::size_t>(report.step)], report.error,
                        report.message.data());
    case ShardReport::Kind::clone_failed:
      return error(Facility::process, "starting a process in new namespaces");
    case ShardReport::Kind::network_failed:
      return error(Facility::network, "making the slot's private network");
    case ShardReport::Kind::chdir_failed:
      return error(Facility::other, fmt::format("entering the working directory {} in the sandbox",
                                                printable(stage->plan.working_directory)));
    case ShardReport::Kind::capabilities_failed:
      return error(Facility::other, "dropping capabilities");
    case ShardReport::Kind::exec_failed:
    case ShardReport::Kind::ended:
      break;
  }
  return {};
}

void Shard::State::receive(int flags) {
  ShardReport report;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
  iovec data{&report, sizeof report};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t size = 0;
  do size = ::recvmsg(channel.get(), &message, MSG_CMSG_CLOEXEC | flags);
  while (size < 0 && errno == EINTR);
  if (size < 0 && errno == EAGAIN) return;
  ending.emplace();
  if (size != static_cast<ssize_t>(sizeof report)) return;  // lost
  if (const cmsghdr* header = CMSG_FIRSTHDR(&message)) {
    int root = -1;
    std::memcpy(&root, CMSG_DATA(header), sizeof root);
    layer.root.reset(root);
  }
  Ending& result = *ending;
  result.wall = std::chrono::nanoseconds(report.wall_ns);
  result.user = std::chrono::nanoseconds(report.user_ns);
  result.system = std::chrono::nanoseconds(report.system_ns);
  result.peak_memory_bytes = report.peak_memory_kib * 1024;
  result.leftover_processes = report.leftover_processes;
  if (report.kind == ShardReport::Kind::exec_failed) {
    result.how = Ending::How::exec_failed;
    result.code = report.error;
  } else if (report.kind != ShardReport::Kind::ended) {
    result.how = Ending::How::setup_failed;
    result.error = error_of(report);
  } else if (WIFSIGNALED(report.wait_status)) {
    result.how = Ending::How::signaled;
    result.code = WTERMSIG(report.wait_status);
  } else {
    result.how = Ending::How::exited;
    result.code = WEXITSTATUS(report.wait_status);
  }
}

Shard::Shard(std::unique_ptr<State> state) : state_(std::move(state)) {}
Shard::Shard(Shard&&) noexcept = default;
Shard& Shard::operator=(Shard&&) noexcept = default;
Shard::~Shard() = default;

int Shard::event_fd() const {
  return state_->channel.get();
}

std::optional<Ending> Shard::poll() {
  if (!state_->ending) state_->receive(MSG_DONTWAIT);
  return state_->ending;
}

Ending Shard::wait() {
  while (!state_->ending) state_->receive(0);
  return *state_->ending;
}

void Shard::signal(int number) {
  const ShardOrder order{number};
  ::send(state_->channel.get(), &order, sizeof order, MSG_NOSIGNAL | MSG_DONTWAIT);
}

const Layer& Shard::layer() const {
  return state_->layer;
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
  if (!send_start(stage_->socket.get(), request, strings, descriptors))
    return fail("the stage process ended", errno);
  state->stage = stage_;
  state->number = request.shard;
  state->layer.parts = stage_->plan.parts;
  return Shard(std::move(state));
}

}  // namespace isorun
