#include "base/process.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

#include <sys/wait.h>

#include "base/raw.hpp"

namespace isorun {
namespace {

constexpr int last_signal = 64;

constexpr std::uint64_t bit_of(int signal) {
  return std::uint64_t{1} << (signal - 1);
}

Inheritance& inheritance() {
  static Inheritance instance;
  return instance;
}

void block_deadly_signals() {
  const std::uint64_t deadly = bit_of(SIGPIPE) | bit_of(SIGXFSZ) | bit_of(SIGUSR1);
  std::uint64_t before = 0;
  raw::call(SYS_rt_sigprocmask, SIG_BLOCK, &deadly, &before, sizeof before);
  inheritance().blocked_signals = before;
}

Result<void> open_standard_descriptors() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) continue;
    // open(2) returns the lowest free number: `fd`.
    if (::open("/dev/null", O_RDWR) < 0)
      return std::unexpected(
          Error{Phase::host, errno, "opening /dev/null in place of a closed descriptor"});
  }
  return {};
}

void raise_limit_of_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  const rlimit raised{limit.rlim_max, limit.rlim_max};
  if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) inheritance().open_files = limit;
}

// What execve(2) takes. Valid as long as `words`.
std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  result.reserve(words.size() + 1);
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

const Inheritance& inherited() {
  return inheritance();
}

Result<void> prepare_process() {
  block_deadly_signals();
  if (Result<void> open = open_standard_descriptors(); !open) return open;
  raise_limit_of_open_files();
  return {};
}

int spawn_program(pid_t& child, std::vector<std::string> words, std::vector<std::string> variables,
                  const posix_spawn_file_actions_t* actions) {
  sigset_t blocked;
  ::sigemptyset(&blocked);
  for (int signal = 1; signal <= last_signal; ++signal) {
    if ((inherited().blocked_signals & bit_of(signal)) != 0) ::sigaddset(&blocked, signal);
  }
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setsigmask(&attributes, &blocked);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  const int error = ::posix_spawnp(&child, words.front().c_str(), actions, &attributes,
                                   pointers(words).data(), pointers(variables).data());
  ::posix_spawnattr_destroy(&attributes);
  // posix_spawn has no attribute for limits, and lowering our own briefly would affect other
  // threads.
  const std::optional<rlimit>& limit = inherited().open_files;
  if (error == 0 && limit) ::prlimit(child, RLIMIT_NOFILE, &*limit, nullptr);
  return error;
}

bool exits_with(pid_t child, int most) {
  int status = 0;
  pid_t ended = -1;
  do ended = ::waitpid(child, &status, 0);
  while (ended < 0 && errno == EINTR);
  return ended == child && WIFEXITED(status) && WEXITSTATUS(status) <= most;
}

bool is_told_to_stop() {
  sigset_t pending;
  ::sigpending(&pending);
  return ::sigismember(&pending, SIGINT) == 1 || ::sigismember(&pending, SIGTERM) == 1 ||
         ::sigismember(&pending, SIGHUP) == 1;
}

}  // namespace isorun
