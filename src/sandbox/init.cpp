// Pid 1 of a shard. It shares its memory with the stage, so it has no C library state of its own:
// system calls only.
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <time.h>

#include <linux/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "base/raw.hpp"
#include "sandbox/oom_score.hpp"
#include "sandbox/program.hpp"
#include "sandbox/services.hpp"
#include "sandbox/stage.hpp"
#include "sandbox/stage_socket.hpp"
#include "sandbox/steps.hpp"

namespace isorun {
namespace {

using raw::call;

constexpr std::uint64_t child_signal = 1ULL << (SIGCHLD - 1);
constexpr std::uint64_t second = 1'000'000'000;

std::uint64_t nanoseconds(const timeval& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000U +
         static_cast<std::uint64_t>(time.tv_usec) * 1000U;
}

// Not std::min: the linker might pick a copy of it from a file built with a sanitizer.
std::uint64_t lesser(std::uint64_t a, std::uint64_t b) {
  return a < b ? a : b;
}

class Init {
 public:
  explicit Init(ShardOrders& orders) : orders_(orders) {}

  [[noreturn]] void run() {
    end_with_stage();
    set_up();
    prepare();
    start_services();
    if (is_going_well()) run_command();
    stop_services();
    end_leftovers();
    add_usage();
    finish(kind_, error_);
  }

 private:
  static constexpr std::uint64_t never = ~0ULL;

  // How often to check whether a service is ready: a fast one must not wait for us, and a slow one
  // must not be slowed down.
  static constexpr std::uint64_t first_pause = 1'000'000;
  static constexpr std::uint64_t longest_pause = 20'000'000;

  [[noreturn]] void finish(ShardReport::Kind kind, long error = 0) {
    report_.kind = kind;
    report_.error = static_cast<int>(-error);
    __atomic_store_n(&orders_.has_ended, 1, __ATOMIC_RELEASE);
    send_report(shard_channel, report_, scene_.layer);
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
    if (take(orders_.channel, shard_channel, O_CLOEXEC) != 0) raw::exit(1);
    // The stage's standard input is /dev/null.
    if (services_.count() > 0)
      null_ = static_cast<int>(call(SYS_fcntl, 0, F_DUPFD_CLOEXEC, shard_channel + 1));
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

  void prepare() {
    oom_score_.prepare();
    call(SYS_chdir, "/");  // leaves the workshop, which /proc/1/cwd would show
    open_signals();
    wait_for_place();
  }

  [[nodiscard]] bool is_going_well() const { return kind_ == ShardReport::Kind::ended && !is_off_; }

  void fail(ShardReport::Kind kind, long error = 0) {
    kind_ = kind;
    error_ = error;
  }

  void start_services() {
    for (unsigned service = 0; service < services_.count() && is_going_well(); ++service)
      start_service(service);
    if (services_.count() > 0) call(SYS_close, null_);
  }

  void start_service(unsigned service) {
    const std::uint64_t begin = now();
    const long pid = services_.start(service, null_);
    if (pid < 0) return fail(ShardReport::Kind::service_failed);
    oom_score_.give(pid);
    const bool is_ready = wait_until_ready(service, begin + services_.request(service).timeout_ns);
    must_kill(services_.end_probe());
    while (services_.has_probe()) wait(never);
    if (is_ready)
      services_.note_ready(service, now() - begin);
    else if (!is_off_)
      fail(ShardReport::Kind::service_failed);
  }

  bool wait_until_ready(unsigned service, std::uint64_t deadline) {
    std::uint64_t pause = first_pause;
    while (services_.is_alive(service) && !is_off_) {
      if (services_.is_ready(service, null_, shard_channel)) return true;
      const std::uint64_t time = now();
      if (time >= deadline) {
        services_.note_late(service);
        return false;
      }
      wait(lesser(deadline, time + pause));
      pause = lesser(2 * pause, longest_pause);
    }
    return false;
  }

  // Stops them in reverse order, since a later one may need an earlier one.
  void stop_services() {
    for (unsigned service = services_.count(); service-- > 0;) {
      if (!services_.is_alive(service)) continue;
      services_.stop(service);
      const std::uint64_t deadline = now() + services_.request(service).grace_ns;
      while (services_.is_alive(service) && now() < deadline) wait(deadline);
      if (!services_.is_alive(service)) continue;
      must_kill(services_.kill(service));
      while (services_.is_alive(service)) wait(never);
    }
  }

  void run_command() {
    report_progress(ShardReport::Kind::command_starts);
    Launch launch{.orders = &orders_,
                  .program = &orders_.command,
                  .own_session = orders_.request.own_session != 0,
                  .traced = orders_.request.traced != 0,
                  .streams = {0, 1, 2}};
    begin_ = now();
    command_ = start_program(launch);
    if (command_ < 0) return fail(launch.failed_at, command_);
    oom_score_.give(command_);
    // They belong to the command now: a pipe must close when the command closes it.
    for (int fd = 0; fd < 3; ++fd) call(SYS_close, fd);
    while (!ended_) wait(never);
    report_.wall_ns = now() - begin_;
    report_progress(ShardReport::Kind::command_ended);
  }

  void report_progress(ShardReport::Kind kind) const {
    if (services_.count() == 0) return;
    ShardReport report{};
    report.kind = kind;
    send_report(shard_channel, report, -1);
  }

  void open_signals() {
    long result = block_signals(all_signals_);
    if (result == 0) result = default_child_signal();
    if (result == 0)
      result = call(SYS_signalfd4, -1, &child_signal, sigset_bytes, SFD_CLOEXEC | SFD_NONBLOCK);
    if (result < 0) finish(ShardReport::Kind::signals_failed, result);
    signals_ = static_cast<int>(result);
  }

  // Setting up the mounts usually takes longer.
  void wait_for_place() {
    pollfd source = {shard_channel, 0, 0};
    while (__atomic_load_n(&orders_.is_placed, __ATOMIC_ACQUIRE) == 0) {
      const timespec moment = {0, 1'000'000};
      call(SYS_ppoll, &source, 1, &moment, nullptr, 0);
      if (source.revents != 0) raw::exit(1);  // the launcher is gone
    }
  }

  std::uint64_t now() {
    timespec time{};
    const long error = call(SYS_clock_gettime, CLOCK_MONOTONIC, &time);
    if (error < 0) finish(ShardReport::Kind::clock_failed, error);
    return static_cast<std::uint64_t>(time.tv_sec) * second +
           static_cast<std::uint64_t>(time.tv_nsec);
  }

  // Waits until the deadline, or until something has happened that others wait for.
  void wait(std::uint64_t deadline) {
    pollfd sources[2] = {{shard_channel, POLLIN, 0}, {signals_, POLLIN, 0}};
    is_woken_ = false;
    do {
      const std::uint64_t time = now();
      const std::uint64_t left_ns = deadline - lesser(deadline, time);
      timespec left = {static_cast<time_t>(left_ns / second), static_cast<long>(left_ns % second)};
      timespec* const limit = deadline == never ? nullptr : &left;
      const long count = call(SYS_ppoll, sources, 2, limit, nullptr, 0);
      if (count < 0 && count != -EINTR) finish(ShardReport::Kind::signals_failed, count);
      if (count <= 0) continue;
      if (sources[1].revents != 0) reap();
      if (sources[0].revents != 0) obey();
    } while (!is_woken_ && now() < deadline);
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
      if (services_.note_end(pid, status)) is_woken_ = true;
      if (pid != command_) continue;
      report_.wait_status = status;
      ended_ = is_woken_ = true;
    }
  }

  void obey() {
    ShardOrder order{};
    const long size =
        call(SYS_recvfrom, shard_channel, &order, sizeof order, MSG_DONTWAIT, nullptr, nullptr);
    if (size == -EAGAIN || size == -EINTR) return;
    if (size <= 0) raw::exit(1);  // the launcher is gone: end
    if (order.signal == open_layer) {
      ShardReport report{};
      report.kind = ShardReport::Kind::running;
      send_report(shard_channel, report, scene_.layer);
      return;
    }
    if (order.signal < 0) {
      services_.announce(static_cast<unsigned>(-order.signal - 1));
      is_woken_ = true;
      return;
    }
    if (order.signal == SIGKILL) must_kill(call(SYS_kill, -1, SIGKILL));
    if (command_ <= 0 && ends_programs(order.signal)) call_off(order.signal);
    if (order.signal == SIGKILL || command_ <= 0) return;
    if (ended_) return;
    const long target = orders_.request.own_session != 0 ? -command_ : command_;
    call(SYS_kill, target, order.signal);
    // A stopped process only reacts to these two signals.
    if (order.signal == SIGTERM || order.signal == SIGHUP) call(SYS_kill, target, SIGCONT);
  }

  static bool ends_programs(int signal) {
    return signal == SIGTERM || signal == SIGINT || signal == SIGHUP || signal == SIGQUIT ||
           signal == SIGKILL;
  }

  // A filter may refuse the call. The end of pid 1 still kills all processes, so nobody waits
  // forever.
  void must_kill(long result) {
    if (result < 0 && result != -ESRCH) finish(ShardReport::Kind::signals_failed, result);
  }

  // Ends the command before it starts, as if by the signal.
  void call_off(int signal) {
    report_.wait_status = signal;
    is_off_ = is_woken_ = true;
  }

  // No process may outlive its shard: the next one in this slot uses the same ports. The
  // leftovers of a service that did not stop when asked to look like those of the command.
  void end_leftovers() {
    if (call(SYS_kill, -1, SIGKILL) != 0) return;
    unsigned count = 0;
    while (call(SYS_wait4, -1, nullptr, __WALL, nullptr) > 0) ++count;
    if (services_.have_stopped()) report_.leftover_processes = count;
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
  int null_ = -1;          // with services, until they have started
  bool ended_ = false;     // the command
  bool is_off_ = false;    // it will not start
  bool is_woken_ = false;  // something has happened that wait() waits for
  ShardReport::Kind kind_ = ShardReport::Kind::ended;
  long error_ = 0;
  std::uint64_t begin_ = 0;
  Services services_{orders_, report_.services};
  OomScore oom_score_{*orders_.stage};
};

}  // namespace

void run_shard(ShardOrders& orders) {
  Init(orders).run();
}

}  // namespace isorun
