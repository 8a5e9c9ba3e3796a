#include "results/diff_tool.hpp"

#include <array>
#include <cerrno>
#include <expected>
#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/wait.h>

#include "base/process.hpp"
#include "base/utf8.hpp"

namespace isorun {

namespace {

constexpr int trouble = 2;  // diff(1): 0 no difference, 1 some

// /proc may belong to another pid namespace, in which getpid(2) names another process.
std::string device(int file) {
  std::error_code error;
  const std::filesystem::path own = std::filesystem::read_symlink("/proc/self", error);
  return file < 0 ? "/dev/null" : fmt::format("/proc/{}/fd/{}", own.string(), file);
}

}  // namespace

Result<void> print_difference(int before, int after, const std::string& path) {
  std::array<std::string, 8> words = {
      "diff",         "-u",
      "--label",      before < 0 ? "/dev/null" : "a" + printable(path),
      "--label",      after < 0 ? "/dev/null" : "b" + printable(path),
      device(before), device(after),
  };
  std::array<char*, words.size() + 1> arguments{};
  for (std::size_t i = 0; i < words.size(); ++i) arguments[i] = words[i].data();
  pid_t child = 0;
  const int error = spawn_program(child, "diff", nullptr, arguments.data(), environ);
  if (error != 0) {
    return std::unexpected(Error{Phase::run, error, "running diff",
                                 error == ENOENT ? "install the package diffutils" : ""});
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) < trouble) return {};
  return std::unexpected(Error{Phase::run, 0, "diff failed on " + printable(path)});
}

}  // namespace isorun
