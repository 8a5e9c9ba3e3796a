// Ways to processes outside: to one of the same user, and to the sandbox's own pid 1, which shares
// its memory with the stage.
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include <fmt/format.h>
#include <linux/futex.h>
#include <linux/kcmp.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include <isorun/unique_fd.hpp>

#include "attack.hpp"

namespace isorun {
namespace {

constexpr const char* pid_namespace = "pid namespace";
constexpr const char* more_capable = "pid 1 has capabilities that commands lack";

std::string directory_of(pid_t process) {
  return fmt::format("/proc/{}/", process);
}

UniqueFd open_process(pid_t process) {
  return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
}

Verdict if_read(const std::string& link) {
  std::error_code error;
  static_cast<void>(std::filesystem::read_symlink(link, error));
  return error ? Verdict::refused : Verdict::reached;
}

Verdict kill_it(const Target& target) {
  return if_done(::kill(target.process, SIGKILL));
}
Verdict stop_it(const Target& target) {
  return if_done(::kill(target.process, SIGSTOP));
}
Verdict kill_its_group(const Target& target) {
  return if_done(::kill(-target.process, SIGKILL));
}
Verdict queue_a_signal(const Target& target) {
  return if_done(::sigqueue(target.process, SIGTERM, {}));
}
Verdict kill_its_thread(const Target& target) {
  return if_done(::syscall(SYS_tgkill, target.process, target.process, SIGKILL));
}
Verdict kill_by_descriptor(const Target& target) {
  const UniqueFd process = open_process(target.process);
  return if_done(::syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0));
}
Verdict kill_what_is_in_sight(const Target& target) {
  Verdict verdict = Verdict::refused;
  const std::string own = directory_of(::getpid());
  each_process([&](const std::string& process) {
    std::error_code error;
    if (process == own || std::filesystem::read_symlink(process + "cwd", error) != target.place)
      return;
    if (::kill(std::stoi(process.substr(6)), SIGKILL) == 0) verdict = Verdict::reached;
  });
  return verdict;
}
Verdict steal_a_descriptor(const Target& target) {
  const UniqueFd process = open_process(target.process);
  const UniqueFd stolen(static_cast<int>(::syscall(SYS_pidfd_getfd, process.get(), 0, 0)));
  return stolen ? Verdict::reached : Verdict::refused;
}
Verdict attach(const Target& target) {
  return if_done(::ptrace(PTRACE_ATTACH, target.process, nullptr, nullptr));
}
Verdict seize(const Target& target) {
  return if_done(::ptrace(PTRACE_SEIZE, target.process, nullptr, nullptr));
}
Verdict write_its_memory(const Target& target) {
  char text[] = "attack";
  const iovec local{text, sizeof text};
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  const iovec remote{reinterpret_cast<void*>(target.memory), sizeof text};
  ::process_vm_writev(target.process, &local, 1, &remote, 1, 0);
  return Verdict::done;
}
Verdict write_its_memory_file(const Target& target) {
  const UniqueFd memory(::open((directory_of(target.process) + "mem").c_str(), O_RDWR));
  static_cast<void>(::pwrite(memory.get(), "attack", 6, static_cast<off_t>(target.memory)));
  return Verdict::done;
}
Verdict read_its_environment(const Target& target) {
  return if_opened(directory_of(target.process) + "environ", O_RDONLY);
}
Verdict clear_its_references(const Target& target) {
  return if_opened(directory_of(target.process) + "clear_refs", O_WRONLY);
}
Verdict adjust_its_oom_score(const Target& target) {
  return if_opened(directory_of(target.process) + "oom_score_adj", O_WRONLY);
}
Verdict enter_its_namespaces(const Target& target) {
  return if_opened(directory_of(target.process) + "ns/mnt", O_RDONLY);
}
Verdict limit_it(const Target& target) {
  rlimit limit{};
  return if_done(::prlimit(target.process, RLIMIT_NOFILE, nullptr, &limit));
}
Verdict pin_it(const Target& target) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(0, &set);
  return if_done(::sched_setaffinity(target.process, sizeof set, &set));
}
Verdict make_it_nice(const Target& target) {
  return if_done(::setpriority(PRIO_PROCESS, static_cast<id_t>(target.process), 10));
}
Verdict schedule_it(const Target& target) {
  const sched_param parameter{};
  return if_done(::sched_setscheduler(target.process, SCHED_BATCH, &parameter));
}
Verdict set_its_io_priority(const Target& target) {
  constexpr int of_process = 1;
  constexpr int idle = 3 << 13;
  return if_done(::syscall(SYS_ioprio_set, of_process, target.process, idle));
}
Verdict compare_with_it(const Target& target) {
  return if_done(::syscall(SYS_kcmp, target.process, ::getpid(), KCMP_VM, 0, 0));
}
Verdict move_its_pages(const Target& target) {
  const unsigned long node = 1;
  return if_done(::syscall(SYS_migrate_pages, target.process, 8, &node, &node));
}
Verdict find_its_robust_futexes(const Target& target) {
  robust_list_head* head = nullptr;
  std::size_t size = 0;
  return if_done(::syscall(SYS_get_robust_list, target.process, &head, &size));
}
Verdict find_its_session(const Target& target) {
  return if_done(::getsid(target.process));
}

// Pid 1 of the sandbox. Killing it would be no escape, but it must report how the command ends.
Verdict kill_pid_1(const Target& target) {
  const UniqueFd process = open_process(target.first);
  ::kill(target.first, SIGKILL);
  pollfd end{process.get(), POLLIN, 0};
  if (target.first != 1) ::poll(&end, 1, -1);
  return Verdict::done;
}
Verdict attach_to_pid_1(const Target& target) {
  return if_done(::ptrace(PTRACE_SEIZE, target.first, nullptr, nullptr));
}
Verdict open_memory_of_pid_1(const Target& target) {
  return if_opened(directory_of(target.first) + "mem", O_RDWR);
}
Verdict read_memory_of_pid_1(const Target& target) {
  char text[1];
  const iovec local{text, sizeof text};
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  const iovec remote{reinterpret_cast<void*>(target.memory), sizeof text};
  return if_permitted(::process_vm_readv(target.first, &local, 1, &remote, 1, 0));
}
Verdict find_root_of_pid_1(const Target& target) {
  return if_read(directory_of(target.first) + "root");
}
Verdict find_directory_of_pid_1(const Target& target) {
  return if_read(directory_of(target.first) + "cwd");
}
Verdict find_program_of_pid_1(const Target& target) {  // CVE-2019-5736
  return if_read(directory_of(target.first) + "exe");
}
Verdict open_descriptors_of_pid_1(const Target& target) {
  for (int fd = 0; fd < 16; ++fd) {
    const std::string path = fmt::format("{}fd/{}", directory_of(target.first), fd);
    if (if_opened(path, O_RDONLY) == Verdict::reached) return Verdict::reached;
  }
  return Verdict::refused;
}
Verdict steal_descriptors_of_pid_1(const Target& target) {
  const UniqueFd process = open_process(target.first);
  for (int fd = 0; fd < 16; ++fd) {
    const UniqueFd stolen(static_cast<int>(::syscall(SYS_pidfd_getfd, process.get(), fd, 0)));
    if (stolen) return Verdict::reached;
  }
  return Verdict::refused;
}

// Leaves a process behind, in the victims' directory.
Verdict outlive(const Target& target) {
  const pid_t child = ::fork();
  if (child > 0) {
    ::waitpid(child, nullptr, 0);
    return Verdict::done;
  }
  ::setsid();
  for (const int signal : {SIGTERM, SIGHUP, SIGINT}) ::signal(signal, SIG_IGN);
  if (::chdir(target.place.c_str()) != 0 || ::fork() != 0) ::_exit(0);
  for (int fd = 0; fd < 1024; ++fd) ::close(fd);
  for (;;) ::pause();
}

constexpr Attack attacks[] = {
    {"kill", pid_namespace, Twin::host, kill_it},
    {"stop", pid_namespace, Twin::host, stop_it},
    {"kill_a_process_group", pid_namespace, Twin::host, kill_its_group},
    {"queue_a_signal", pid_namespace, Twin::host, queue_a_signal},
    {"kill_a_thread", pid_namespace, Twin::host, kill_its_thread},
    {"kill_by_descriptor", pid_namespace, Twin::host, kill_by_descriptor},
    {"kill_what_is_in_sight", pid_namespace, Twin::host, kill_what_is_in_sight},
    {"steal_a_descriptor", pid_namespace, Twin::host, steal_a_descriptor},
    {"attach_a_debugger", pid_namespace, Twin::host, attach},
    {"seize_by_a_debugger", pid_namespace, Twin::host, seize},
    {"write_memory", pid_namespace, Twin::host, write_its_memory},
    {"write_the_file_of_memory", pid_namespace, Twin::host, write_its_memory_file},
    {"read_an_environment", pid_namespace, Twin::host, read_its_environment},
    {"clear_references", pid_namespace, Twin::host, clear_its_references},
    {"adjust_an_oom_score", pid_namespace, Twin::host, adjust_its_oom_score},
    {"enter_a_mount_namespace", pid_namespace, Twin::host, enter_its_namespaces},
    {"change_limits", pid_namespace, Twin::host, limit_it},
    {"pin_to_a_processor", pid_namespace, Twin::host, pin_it},
    {"make_nice", pid_namespace, Twin::host, make_it_nice},
    {"change_the_scheduler", pid_namespace, Twin::host, schedule_it},
    {"change_the_io_priority", pid_namespace, Twin::host, set_its_io_priority},
    {"compare_memory", pid_namespace, Twin::host, compare_with_it},
    {"migrate_pages", pid_namespace, Twin::host, move_its_pages},
    {"find_robust_futexes", pid_namespace, Twin::host, find_its_robust_futexes},
    {"find_a_session", pid_namespace, Twin::host, find_its_session},
    {"kill_pid_1", pid_namespace, Twin::host, kill_pid_1},
    {"seize_pid_1", more_capable, Twin::host, attach_to_pid_1},
    {"open_the_memory_of_pid_1", more_capable, Twin::host, open_memory_of_pid_1},
    {"read_the_memory_of_pid_1", more_capable, Twin::host, read_memory_of_pid_1},
    {"find_the_root_of_pid_1", more_capable, Twin::host, find_root_of_pid_1},
    {"find_the_directory_of_pid_1", more_capable, Twin::host, find_directory_of_pid_1},
    {"find_the_program_of_pid_1", more_capable, Twin::host, find_program_of_pid_1},
    {"open_descriptors_of_pid_1", more_capable, Twin::host, open_descriptors_of_pid_1},
    {"steal_descriptors_of_pid_1", more_capable, Twin::host, steal_descriptors_of_pid_1},
    {"outlive_the_sandbox", "pid 1 ends all", Twin::host, outlive},
};

}  // namespace

std::span<const Attack> process_attacks() {
  return attacks;
}

}  // namespace isorun
