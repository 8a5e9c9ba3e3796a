// Pid 1 of a shard. It shares its memory with the stage, so it has no C library state of its own:
// system calls only.
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <time.h>

#include <linux/capability.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "base/raw.hpp"
#include "sandbox/process_files.hpp"
#include "sandbox/stage.hpp"
#include "sandbox/stage_socket.hpp"
#include "sandbox/steps.hpp"

namespace isorun {
namespace {

using raw::call;

constexpr std::size_t sigset_bytes = sizeof(std::uint64_t);  // the kernel's size
constexpr std::uint64_t child_signal = 1ULL << (SIGCHLD - 1);
constexpr int channel = 3;

// The command, up to its exec -------------------------------------------------

struct Launch {
  const ShardOrders* orders;
  ShardReport::Kind failed_at = ShardReport::Kind::ended;
  long error = 0;

  // Carries out the next step, unless an earlier one failed.
  template <class Act>
  void next(ShardReport::Kind failure, Act act) {
    if (error != 0) return;
    failed_at = failure;
    error = act();
  }
};

long default_child_signal() {
  const unsigned long standard[4] = {0 /* SIG_DFL */, 0, 0, 0};
  return call(SYS_rt_sigaction, SIGCHLD, standard, nullptr, sigset_bytes);
}

long block_signals(const std::uint64_t& signals) {
  return call(SYS_rt_sigprocmask, SIG_SETMASK, &signals, nullptr, sigset_bytes);
}

// The stage has no handlers. Commands must receive SIGCHLD if they expect it; other signals that
// the caller ignores (nohup) stay ignored.
long reset_signals(const StageOrders& stage) {
  if (const long error = default_child_signal()) return error;
  return block_signals(stage.blocked_signals);
}

long reset_limits(const StageOrders& stage) {
  if (!stage.open_files) return 0;
  return call(SYS_prlimit64, 0, RLIMIT_NOFILE, &*stage.open_files, nullptr);
}

// Other restrictions are inherited from the stage.
long drop_capabilities(const StageOrders& stage) {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2] = {};
  for (unsigned half = 0; half < 2; ++half) {
    const auto kept = static_cast<std::uint32_t>(stage.capabilities >> (32 * half));
    data[half] = {.effective = kept, .permitted = kept, .inheritable = 0};
  }
  return call(SYS_capset, &header, data);
}

// Of a traced command, by a call that is not traced: a pid 1 that waits for this exec would not
// notice its launcher's end.
long execute(const ShardOrders& orders, const char* program, const char** words) {
  if (orders.request.traced != 0)
    return call(SYS_execveat, AT_FDCWD, program, words, orders.variables, 0);
  return call(SYS_execve, program, words, orders.variables);
}

// Like execvp(3): executes the first candidate that can be executed, remembering EACCES; a file of
// unknown format is a script.
long execute(const ShardOrders& orders) {
  long error = -ENOENT;
  for (const char* const* candidate = orders.candidates; *candidate != nullptr; ++candidate) {
    const long result = execute(orders, *candidate, orders.words);
    if (result == -ENOEXEC) {
      orders.words[-1] = "/bin/sh";
      orders.words[0] = *candidate;
      return execute(orders, "/bin/sh", orders.words - 1);
    }
    if (result != -ENOENT && result != -ENOTDIR && error == -ENOENT) error = result;
    if (result != -ENOENT && result != -ENOTDIR && result != -EACCES) return result;
  }
  return error;
}

// Flags of the trace's filter, the best first. Once a call is known to the tracer only a fatal
// signal may interrupt it: Go's would make it start again and again. Linux 5.19 and later.
constexpr unsigned long listening[] = {
    SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
    SECCOMP_FILTER_FLAG_NEW_LISTENER};

// Before exec: calls that are traced wait from now on, so none of those may follow here.
long begin_trace(const ShardOrders& orders) {
  long listener = -EINVAL;
  for (const unsigned long flags : listening) {
    if (listener != -EINVAL) break;
    listener = call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &orders.stage->trace_filter);
  }
  ShardReport report{};
  report.kind = ShardReport::Kind::traced;
  report.error = listener < 0 ? static_cast<int>(-listener) : 0;
  send_report(channel, report, listener < 0 ? -1 : static_cast<int>(listener));
  return 0;
}

[[noreturn]] void run_command(void* argument) {
  Launch& launch = *static_cast<Launch*>(argument);
  const ShardOrders& orders = *launch.orders;
  if (orders.request.own_session != 0) call(SYS_setsid);
  call(SYS_umask, orders.file_mode_mask);
  const StageOrders& stage = *orders.stage;
  using Kind = ShardReport::Kind;
  // The channel closes at exec.
  const int first = orders.request.traced != 0 ? channel + 1 : channel;
  launch.next(Kind::descriptors_failed, [first] { return call(SYS_close_range, first, ~0U, 0); });
  launch.next(Kind::limits_failed, [&stage] { return reset_limits(stage); });
  launch.next(Kind::signals_failed, [&stage] { return reset_signals(stage); });
  launch.next(Kind::capabilities_failed, [&stage] { return drop_capabilities(stage); });
  launch.next(Kind::chdir_failed, [&orders] { return call(SYS_chdir, orders.working_directory); });
  if (orders.request.traced != 0)
    launch.next(Kind::descriptors_failed, [&orders] { return begin_trace(orders); });
  launch.next(Kind::exec_failed, [&orders] { return execute(orders); });
  raw::exit(127);
}

// Pid 1 -----------------------------------------------------------------------

std::uint64_t now() {
  timespec time{};
  call(SYS_clock_gettime, CLOCK_MONOTONIC, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000U +
         static_cast<std::uint64_t>(time.tv_nsec);
}

std::uint64_t nanoseconds(const timeval& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000U +
         static_cast<std::uint64_t>(time.tv_usec) * 1000U;
}

class Init {
 public:
  explicit Init(ShardOrders& orders) : orders_(orders) {}

  [[noreturn]] void run() {
    end_with_stage();
    set_up();
    start_command();
    wait_for_command();
    end_leftovers();
    add_usage();
    finish(ShardReport::Kind::ended);
  }

 private:
  [[noreturn]] void finish(ShardReport::Kind kind, long error = 0) {
    report_.kind = kind;
    report_.error = static_cast<int>(-error);
    __atomic_store_n(&orders_.has_ended, 1, __ATOMIC_RELEASE);
    send_report(channel, report_, scene_.layer);
    raw::exit(0);  // the kernel kills the rest of the pid namespace
  }

  // No step may change ids or gain capabilities: the kernel would clear the signal (prctl(2)). It
  // sends none if the stage has already ended.
  void end_with_stage() const {
    call(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL);
    if (__atomic_load_n(orders_.stage_is_alive, __ATOMIC_ACQUIRE) == 0) raw::exit(1);
  }

  // Moves a descriptor of the stage; those are all numbered above a shard's.
  static long take(int from, int to, int flags) {
    const long taken = call(SYS_dup3, from, to, flags);
    call(SYS_close, from);
    return taken < 0 ? taken : 0;
  }

  void take_descriptors() {
    // Replaces the stage's own socket.
    if (take(orders_.channel, channel, O_CLOEXEC) != 0) raw::exit(1);
    for (int fd = 0; fd < 3; ++fd) {
      if (const long error = take(orders_.standard[fd], fd, 0))
        finish(ShardReport::Kind::descriptors_failed, error);
    }
  }

  void set_up() {
    take_descriptors();
    scene_.slot_network = orders_.slot_network;
    scene_.shard = orders_.request.shard;
    scene_.run = orders_.run;
    scene_.setup = orders_.request.setup - 1;
    scene_.setups = orders_.request.setups;
    scene_.keep_owners = orders_.stage->plan->keep_owners;
    scene_.memory = orders_.memory;
    scene_.steps = orders_.stage->plan->shard;
    const Failure failure = carry_out_all(scene_);
    if (failure.step < 0) return;
    report_.step = failure.step;
    report_.message = scene_.message;
    scene_.layer = -1;
    finish(ShardReport::Kind::step_failed, -failure.error);
  }

  void start_command() {
    if (orders_.stage->plan->proc == Proc::host)
      outer_proc_ = static_cast<int>(open_path(outer_proc));  // the shard's own is read-only
    call(SYS_chdir, "/");  // leaves the workshop, which /proc/1/cwd would show
    open_signals();
    alignas(16) static constexpr std::size_t stack_bytes = 32UL * 1024;
    alignas(16) char stack[stack_bytes];
    Launch launch{&orders_};
    wait_for_place();
    begin_ = now();
    command_ = call_spawn(stack + stack_bytes, launch);
    if (command_ < 0) finish(ShardReport::Kind::clone_failed, command_);
    if (launch.error != 0) finish(launch.failed_at, launch.error);
    offer_to_oom_killer();
    // They belong to the command now: a pipe must close when the command closes it.
    for (int fd = 0; fd < 3; ++fd) call(SYS_close, fd);
  }

  void open_signals() {
    long result = block_signals(all_signals_);
    if (result == 0) result = default_child_signal();
    if (result == 0)
      result = call(SYS_signalfd4, -1, &child_signal, sigset_bytes, SFD_CLOEXEC | SFD_NONBLOCK);
    if (result < 0) finish(ShardReport::Kind::signals_failed, result);
    signals_ = static_cast<int>(result);
  }

  // If memory runs out, the kernel must kill tests, not isorun. Until exec a command shares its
  // memory with the stage, and that user cannot write the stage's /proc files. Pids in a new pid
  // namespace count up, so the command's children have the following ones.
  void offer_to_oom_killer() const {
    Path score;
    score.number(static_cast<std::uint64_t>(orders_.stage->oom_score));
    for (long pid = command_;; ++pid) {
      const RawFd file(open_oom_score(pid));
      if (file.error() != 0) return;
      call(SYS_write, file.get(), score.get(), std::strlen(score.get()));
    }
  }

  [[nodiscard]] long open_oom_score(long pid) const {
    if (orders_.stage->plan->proc == Proc::host) {
      const RawFd process(call(SYS_pidfd_open, pid, 0));
      if (process.error() != 0) return process.error();
      return open_in_proc(outer_proc_, process.get(), "oom_score_adj", O_WRONLY);
    }
    Path path;
    path.text("/proc/").number(static_cast<std::uint64_t>(pid)).text("/oom_score_adj");
    return call(SYS_openat, AT_FDCWD, path.get(), O_WRONLY | O_CLOEXEC, 0);
  }

  // Setting up the mounts usually takes longer.
  void wait_for_place() {
    pollfd source = {channel, 0, 0};
    while (__atomic_load_n(&orders_.is_placed, __ATOMIC_ACQUIRE) == 0) {
      const timespec moment = {0, 1'000'000};
      call(SYS_ppoll, &source, 1, &moment, nullptr, 0);
      if (source.revents != 0) raw::exit(1);  // the launcher is gone
    }
  }

  static long call_spawn(char* stack_top, Launch& launch) {
    return raw::spawn(CLONE_VM | CLONE_VFORK | SIGCHLD, stack_top, nullptr, run_command, &launch);
  }

  void wait_for_command() {
    pollfd sources[2] = {{channel, POLLIN, 0}, {signals_, POLLIN, 0}};
    while (!ended_) {
      const long count = call(SYS_ppoll, sources, 2, nullptr, nullptr, 0);
      if (count < 0 && count != -EINTR) finish(ShardReport::Kind::signals_failed, count);
      if (sources[1].revents != 0) reap();
      if (sources[0].revents != 0) obey();
    }
    report_.wall_ns = now() - begin_;
  }

  // Signals of one kind merge: reap until no child is left (signal(7)).
  void reap() {
    signalfd_siginfo info;
    call(SYS_read, signals_, &info, sizeof info);
    int status = 0;
    for (;;) {
      const long pid = call(SYS_wait4, -1, &status, WNOHANG | __WALL, nullptr);
      if (pid < 0 && pid != -ECHILD) finish(ShardReport::Kind::signals_failed, pid);
      if (pid <= 0) return;
      if (pid != command_) continue;
      report_.wait_status = status;
      ended_ = true;
    }
  }

  void obey() {
    ShardOrder order{};
    const long size =
        call(SYS_recvfrom, channel, &order, sizeof order, MSG_DONTWAIT, nullptr, nullptr);
    if (size == -EAGAIN || size == -EINTR) return;
    if (size <= 0) raw::exit(1);  // the launcher is gone: end
    if (order.signal == open_layer) {
      ShardReport report{};
      report.kind = ShardReport::Kind::running;
      send_report(channel, report, scene_.layer);
      return;
    }
    if (order.signal == SIGKILL) {
      call(SYS_kill, -1, SIGKILL);
      return;
    }
    const long target = orders_.request.own_session != 0 ? -command_ : command_;
    call(SYS_kill, target, order.signal);
    // A stopped process only reacts to these two signals.
    if (order.signal == SIGTERM || order.signal == SIGHUP) call(SYS_kill, target, SIGCONT);
  }

  // No process may outlive its shard: the next one in this slot uses the same ports.
  void end_leftovers() {
    if (call(SYS_kill, -1, SIGKILL) != 0) return;
    while (call(SYS_wait4, -1, nullptr, __WALL, nullptr) > 0) ++report_.leftover_processes;
  }

  void add_usage() {
    rusage usage{};
    call(SYS_getrusage, RUSAGE_CHILDREN, &usage);
    report_.user_ns = nanoseconds(usage.ru_utime);
    report_.system_ns = nanoseconds(usage.ru_stime);
    report_.peak_memory_kib = static_cast<std::uint64_t>(usage.ru_maxrss);
  }

  ShardOrders& orders_;
  static constexpr std::uint64_t all_signals_ = ~0ULL;
  Scene scene_;
  ShardReport report_{};
  int signals_ = -1;
  long command_ = -1;
  int outer_proc_ = -1;  // with Proc::host
  bool ended_ = false;
  std::uint64_t begin_ = 0;
};

}  // namespace

void run_shard(ShardOrders& orders) {
  Init(orders).run();
}

}  // namespace isorun
