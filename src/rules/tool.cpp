#include "rules/tool.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <expected>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <isorun/unique_fd.hpp>

#include "base/deadline.hpp"
#include "base/escaped.hpp"
#include "base/interruption.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "base/variable.hpp"
#include "base/wakeups.hpp"

namespace isorun {

namespace {

std::unexpected<Error> fail(std::string what, int code, std::string remedy = {}) {
  return std::unexpected(Error{Phase::collect, code, std::move(what), std::move(remedy)});
}

bool is_in_path(const char* name) {
  const char* path = std::getenv("PATH");
  return path && std::ranges::any_of(split(path, ':'), [&](std::string_view directory) {
           return ::access(fmt::format("{}/{}", directory, name).c_str(), X_OK) == 0;
         });
}

std::vector<std::string> environment() {
  std::vector<std::string> result = own_environment();
  std::erase_if(result, [](const std::string& setting) {
    return setting.starts_with("LC_ALL=") || setting.starts_with("PERL_HASH_SEED=");
  });
  result.emplace_back("LC_ALL=C");
  // Tools in Perl write hashes in random order otherwise.
  result.emplace_back("PERL_HASH_SEED=0");
  return result;
}

// Runs in the child before exec.
class Preparation {
 public:
  Preparation(const ToolCall& call, int output) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (call.input >= 0) {
      ::posix_spawn_file_actions_adddup2(&actions_, call.input, STDIN_FILENO);
    }
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDERR_FILENO);
    ::posix_spawn_file_actions_addfchdir_np(&actions_, call.directory);
  }
  ~Preparation() { ::posix_spawn_file_actions_destroy(&actions_); }
  Preparation(const Preparation&) = delete;
  Preparation& operator=(const Preparation&) = delete;

  [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_ = {};
};

// The status of the child, once it has ended.
Result<int> wait_for(pid_t child, const char* name) {
  const UniqueFd process(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  int status = 0;
  int error = 0;
  const auto has_ended = [&] {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended < 0 && errno != EINTR) error = errno;
    return ended == child || error != 0;
  };
  attend(process.get(), has_ended, [child] { ::kill(child, SIGKILL); });
  if (error != 0) return fail(fmt::format("waiting for {}", name), error);
  return status;
}

// The end of a log file, where errors are, on one line.
std::string last_words(int output) {
  std::array<char, 600> bytes = {};
  const off_t size = ::lseek(output, 0, SEEK_END);
  const off_t begin = std::max<off_t>(0, size - static_cast<off_t>(bytes.size()));
  const ssize_t got = ::pread(output, bytes.data(), bytes.size(), begin);
  std::string line;
  for (const std::string_view said :
       lines(std::string_view(bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))))) {
    if (trim(said).empty()) continue;
    if (!line.empty()) line += " | ";
    line += escaped(trim(said));
  }
  return line;
}

Result<std::string> judge(const char* name, int status, int output) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return last_words(output);
  const std::string how = WIFSIGNALED(status)
                              ? fmt::format("was killed by signal {}", WTERMSIG(status))
                              : fmt::format("exited with code {}", WEXITSTATUS(status));
  return std::unexpected(failed_command(name, how, output));
}

}  // namespace

void attend(int event, const std::function<bool()>& has_ended, const std::function<void()>& kill) {
  constexpr std::chrono::milliseconds patience(50);
  for (;;) {
    Wakeups({event}, Deadline::in(patience)).wait();
    if (has_ended()) return;
    if (is_interrupted()) kill();
  }
}

Error failed_command(std::string_view name, std::string_view how, int output) {
  const std::string words = last_words(output);
  return {Phase::collect, 0,
          fmt::format("{} {}: {}", name, how, words.empty() ? "(no output)" : words)};
}

Result<std::string> run_tool(const Tool& tool, const ToolCall& call) {
  const auto* const found = std::ranges::find_if(tool.names, is_in_path);
  if (found == tool.names.end()) {
    return fail(fmt::format("{} is not in PATH", fmt::join(tool.names, " or ")), 0,
                fmt::format("on Debian, install the package {}", tool.package));
  }
  const char* const name = *found;
  const UniqueFd output(::memfd_create("output", MFD_CLOEXEC));
  if (!output) return fail("making a temporary file", errno);
  if (call.input >= 0) ::lseek(call.input, 0, SEEK_SET);

  std::vector<std::string> words = {name};
  words.insert(words.end(), call.arguments.begin(), call.arguments.end());
  const Preparation preparation(call, output.get());
  pid_t child = 0;
  const int code = spawn_program(child, std::move(words), environment(), preparation.actions());
  if (code != 0) return fail(fmt::format("starting {}", name), code);
  const Result<int> status = wait_for(child, name);
  if (!status) return std::unexpected(status.error());
  return judge(name, *status, output.get());
}

}  // namespace isorun
