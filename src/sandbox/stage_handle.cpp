#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <poll.h>
#include <sched.h>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "base/process.hpp"
#include "base/raw.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "host/remedy.hpp"
#include "sandbox/handles.hpp"
#include "sandbox/id_maps.hpp"

namespace isorun {
namespace {

std::unexpected<Error> fail(std::string what, int code) {
  return std::unexpected(Error{Phase::setup, code, std::move(what)});
}

// Signals are blocked around the clone: the caller's handlers must not run in the stage before it
// has reset them. The stage never unblocks the signals.
class BlockedSignals {
 public:
  BlockedSignals() {
    sigset_t all;
    ::sigfillset(&all);
    error_ = ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  BlockedSignals(const BlockedSignals&) = delete;
  BlockedSignals& operator=(const BlockedSignals&) = delete;
  ~BlockedSignals() {
    if (error_ == 0) ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  [[nodiscard]] int error() const { return error_; }

 private:
  int error_ = 0;
  sigset_t before_{};
};

// Whether the step mounts something in /dev, or creates its mount point.
bool is_of_devices(const Step& step) {
  const auto is_there = [](const std::string& path) {
    return path.starts_with("/dev/") || path.starts_with("dev/");
  };
  return is_there(step.source) || is_there(step.target);
}

}  // namespace

Facility facility_of(const Step& step) {
  switch (step.verb) {
    case Verb::new_mount_namespace:
    case Verb::new_user_namespace:
      return Facility::user_namespace;
    case Verb::overlay:
      return Facility::overlay;
    case Verb::layer:
    case Verb::whole:
    case Verb::copy:
    case Verb::copy_file:
    case Verb::copy_files:
      return Facility::layer;
    case Verb::limit:
    case Verb::proc:
      return Facility::proc;
    case Verb::mqueue:
    case Verb::devpts:
      return Facility::devices;
    case Verb::slot_network:
    case Verb::loopback_up:
    case Verb::network_setting:
      return Facility::network;
    default:
      return is_of_devices(step) ? Facility::devices : Facility::mounts;
  }
}

Error step_error(const Step& step, int code, const char* kernel_words) {
  std::string what = fmt::format("setting up the sandbox: {}", describe(step));
  // fsconfig(2) returns errors in the form "e overlay: ...".
  const std::string_view words = trim(kernel_words);
  if (words.size() > 2) what += fmt::format(" (kernel: {})", words.substr(2));
  return Error{Phase::setup, code, std::move(what), remedy(facility_of(step), code)};
}

UniqueFd above_standard(int fd) {
  if (fd < 0 || fd > STDERR_FILENO) return UniqueFd(fd);
  const UniqueFd low(fd);
  return UniqueFd(::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
}

Sandbox::Stage::~Stage() {
  end();
  // The stage was killed, so the next one removes its directory on the scratch disk.
  const bool was_killed = wait_status && WIFSIGNALED(*wait_status);
  if (!was_killed || plan.scratch.empty()) return;
  try {
    if (start() && serve()) end();
  } catch (const std::bad_alloc&) {
    end();
  }
}

void Sandbox::Stage::end() {
  if (pid < 0) return;
  // Asks the stage to end, and receives its last message if there is one.
  if (::shutdown(socket.get(), SHUT_WR) != 0) socket.reset();
  go_on();
  hear_leftover();
  socket.reset();
  int status = 0;
  pid_t ended = 0;
  do ended = ::waitpid(pid, &status, __WALL);
  while (ended < 0 && errno == EINTR);
  if (ended == pid) wait_status = status;
  pid = -1;
}

// The stage's last message, if any.
void Sandbox::Stage::hear_leftover() {
  for (;;) {
    StageReport report;
    const ssize_t size = ::recv(socket.get(), &report, sizeof report, MSG_WAITALL);
    if (size < 0 && errno == EINTR) continue;
    if (size != static_cast<ssize_t>(sizeof report)) return;
    if (report.kind != StageReport::Kind::not_removed) continue;
    leftover = {Phase::run, report.error,
                fmt::format("removing {}/{}", printable(plan.scratch_on_host),
                            printable(report.message.data()))};
  }
}

// Resumes the stage in case it was stopped.
void Sandbox::Stage::go_on() const {
  ::syscall(SYS_pidfd_send_signal, process.get(), SIGCONT, nullptr, 0);
}

void Sandbox::Stage::wake(std::uint64_t shard) const {
  go_on();
  StageRequest request{};
  request.kind = StageRequest::Kind::wake;
  request.shard = shard;
  send(request);
}

bool Sandbox::Stage::is_gone() const {
  pollfd source = {socket.get(), 0, 0};
  return pid < 0 || (::poll(&source, 1, 0) > 0 && (source.revents & POLLHUP) != 0);
}

Error Sandbox::Stage::lost() {
  end();
  const int signal = wait_status && WIFSIGNALED(*wait_status) ? WTERMSIG(*wait_status) : 0;
  const char* name = ::sigabbrev_np(signal);
  const std::string how = signal == 0       ? "exited unexpectedly"
                          : name == nullptr ? fmt::format("was killed by signal {}", signal)
                                            : fmt::format("was killed by SIG{}", name);
  return {Phase::setup, 0, "the process isorun-stage, which starts the sandboxes, " + how};
}

Error Sandbox::Stage::error_of(const StageReport& report) const {
  if (report.kind == StageReport::Kind::detach_failed) {
    return {Phase::setup, report.error, "releasing the caller's descriptors and signal handlers",
            remedy(Facility::descriptors, report.error)};
  }
  if (report.kind == StageReport::Kind::confine_failed) {
    return {Phase::setup, report.error,
            "setting no_new_privs, bounding capabilities and installing the system call filter",
            remedy(Facility::filter, report.error)};
  }
  return step_error(plan.stage[static_cast<std::size_t>(report.step)], report.error,
                    report.message.data());
}

bool Sandbox::Stage::send(const StageRequest& request) const {
  ssize_t sent = 0;
  do sent = ::send(socket.get(), &request, sizeof request, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == static_cast<ssize_t>(sizeof request);
}

Result<void> Sandbox::Stage::start() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return fail("making a socket pair", errno);
  socket = above_standard(ends[0]);
  const UniqueFd far_end = above_standard(ends[1]);
  if (!socket || !far_end) return fail("making a socket pair", errno);
  orders.plan = &plan;
  orders.filter = {static_cast<unsigned short>(filter.size()), filter.data()};
  orders.trace_filter = {static_cast<unsigned short>(trace_filter.size()), trace_filter.data()};
  orders.socket = far_end.get();
  orders.launcher_end = socket.get();
  orders.blocked_signals = inherited().blocked_signals;
  orders.open_files = inherited().open_files;
  const BlockedSignals blocked;
  if (blocked.error() != 0) return fail("blocking signals", blocked.error());
  // Like fork(2), but without the fork handlers of libraries: the child does not use them.
  int pidfd = -1;
  const long child = raw::call(SYS_clone, CLONE_PIDFD, 0L, &pidfd, 0L, 0L);
  if (child == 0) run_stage(orders);
  process = above_standard(pidfd);
  wait_status.reset();
  if (child < 0) return fail("starting the stage process", static_cast<int>(-child));
  pid = static_cast<pid_t>(child);
  return {};
}

Result<void> Sandbox::Stage::serve() {
  for (;;) {
    StageReport report;
    ssize_t size = 0;
    do size = ::recv(socket.get(), &report, sizeof report, MSG_WAITALL);
    while (size < 0 && errno == EINTR);
    if (size != static_cast<ssize_t>(sizeof report)) return std::unexpected(lost());
    if (report.kind == StageReport::Kind::ready) {
      std::memcpy(orders.dying_run.data(), report.message.data(), sizeof orders.dying_run);
      return {};
    }
    if (report.kind != StageReport::Kind::wants_id_maps) return std::unexpected(error_of(report));
    if (Result<void> written = write_id_maps(process.get(), plan.ids); !written) {
      Error error = written.error();
      error.remedy = remedy(Facility::id_map, error.code);
      return std::unexpected(std::move(error));
    }
    StageRequest request{};
    request.kind = StageRequest::Kind::id_maps_written;
    if (!send(request)) return std::unexpected(lost());
  }
}

}  // namespace isorun
