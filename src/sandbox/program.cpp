#include "sandbox/program.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>

#include <linux/capability.h>
#include <linux/seccomp.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "base/raw.hpp"
#include "sandbox/stage_socket.hpp"

namespace isorun {

using raw::call;

long default_child_signal() {
  const unsigned long standard[4] = {0 /* SIG_DFL */, 0, 0, 0};
  return call(SYS_rt_sigaction, SIGCHLD, standard, nullptr, sigset_bytes);
}

long block_signals(const std::uint64_t& signals) {
  return call(SYS_rt_sigprocmask, SIG_SETMASK, &signals, nullptr, sigset_bytes);
}

namespace {

// Signals go to all of the session's first process group: without it, to nobody.
long start_session(const Launch& launch) {
  const long started = launch.own_session ? call(SYS_setsid) : 0;
  return started < 0 ? started : 0;
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

// A traced command is executed by a call that is not traced: a pid 1 that waits for this exec would
// not notice its launcher's end.
long execute(const Launch& launch, const char* file, const char** words) {
  const Program& program = *launch.program;
  if (launch.traced) return call(SYS_execveat, AT_FDCWD, file, words, program.variables, 0);
  return call(SYS_execve, file, words, program.variables);
}

// Like execvp(3): executes the first candidate that can be executed, remembering EACCES; a file of
// unknown format is a script.
long execute(const Launch& launch) {
  const Program& program = *launch.program;
  long error = -ENOENT;
  for (const char* const* candidate = program.candidates; *candidate != nullptr; ++candidate) {
    const long result = execute(launch, *candidate, program.words);
    if (result == -ENOEXEC) {
      program.words[-1] = "/bin/sh";
      program.words[0] = *candidate;
      return execute(launch, "/bin/sh", program.words - 1);
    }
    if (result != -ENOENT && result != -ENOTDIR && error == -ENOENT) error = result;
    if (result != -ENOENT && result != -ENOTDIR && result != -EACCES) return result;
  }
  return error;
}

// Their numbers are in place, or above all others.
long place_streams(const Launch& launch) {
  for (int fd = 0; fd < 3; ++fd) {
    if (launch.streams[fd] == fd) continue;
    if (const long placed = call(SYS_dup3, launch.streams[fd], fd, 0); placed < 0) return placed;
  }
  // The channel of a traced command closes at exec.
  const int first = launch.traced ? shard_channel + 1 : shard_channel;
  return call(SYS_close_range, first, ~0U, 0);
}

// Flags of the trace's filter, the best first. Once a call is known to the tracer only a fatal
// signal may interrupt it: Go's would make it start again and again. Linux 5.19 and later.
constexpr unsigned long listening[] = {
    SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
    SECCOMP_FILTER_FLAG_NEW_LISTENER};

// Call right before exec: from then on traced calls wait for an answer, so none may follow here.
long begin_trace(const ShardOrders& orders) {
  long listener = -EINVAL;
  for (const unsigned long flags : listening) {
    if (listener != -EINVAL) break;
    listener = call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &orders.stage->trace_filter);
  }
  ShardReport report{};
  report.kind = ShardReport::Kind::traced;
  report.error = listener < 0 ? static_cast<int>(-listener) : 0;
  send_report(shard_channel, report, listener < 0 ? -1 : static_cast<int>(listener));
  return 0;
}

[[noreturn]] void run_program(void* argument) {
  Launch& launch = *static_cast<Launch*>(argument);
  const ShardOrders& orders = *launch.orders;
  call(SYS_umask, orders.file_mode_mask);
  const StageOrders& stage = *orders.stage;
  using Kind = ShardReport::Kind;
  launch.next(Kind::session_failed, [&launch] { return start_session(launch); });
  launch.next(Kind::descriptors_failed, [&launch] { return place_streams(launch); });
  launch.next(Kind::limits_failed, [&stage] { return reset_limits(stage); });
  launch.next(Kind::signals_failed, [&stage] { return reset_signals(stage); });
  launch.next(Kind::capabilities_failed, [&stage] { return drop_capabilities(stage); });
  launch.next(Kind::chdir_failed, [&orders] { return call(SYS_chdir, orders.working_directory); });
  if (launch.traced)
    launch.next(Kind::descriptors_failed, [&orders] { return begin_trace(orders); });
  launch.next(Kind::exec_failed, [&launch] { return execute(launch); });
  raw::exit(127);
}

// CLONE_VFORK lets the parent go on while the child still has the stage's memory, and whoever set
// the child's oom_score_adj now would set the stage's as well (exec_mmap() in fs/exec.c). The child
// has memory of its own once it no longer follows a variable here. Its descriptors do not tell:
// Linux 6.12 closes them earlier.
void wait_for_exec(long pid) {
  volatile std::uint64_t here = 0;
  std::uint64_t there = 0;
  iovec local{&there, sizeof there};
  iovec remote{const_cast<std::uint64_t*>(&here), sizeof here};
  do {
    here = here + 1;
    // Fails if nothing is mapped there, and waits while exec replaces the memory (mm_access()).
    if (call(SYS_process_vm_readv, pid, &local, 1, &remote, 1, 0) != sizeof there) return;
  } while (there == here && call(SYS_sched_yield) == 0);
}

}  // namespace

long start_program(Launch& launch) {
  alignas(16) static constexpr std::size_t stack_bytes = 32UL * 1024;
  alignas(16) char stack[stack_bytes];
  const long pid = raw::spawn(CLONE_VM | CLONE_VFORK | SIGCHLD, stack + stack_bytes, nullptr,
                              run_program, &launch);
  if (pid > 0 && launch.error == 0) wait_for_exec(pid);
  if (pid < 0 || launch.error == 0) return pid;
  call(SYS_wait4, pid, nullptr, __WALL, nullptr);
  return launch.error;
}

}  // namespace isorun
