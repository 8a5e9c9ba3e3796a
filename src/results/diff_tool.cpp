#include "results/diff_tool.hpp"

#include <cerrno>
#include <expected>
#include <filesystem>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/process.hpp"
#include "base/utf8.hpp"
#include "base/variable.hpp"

namespace isorun {

namespace {

constexpr int differs = 1;  // diff(1): 0 is no difference, 2 trouble

// /proc may belong to another pid namespace, in which getpid(2) names another process.
std::string device(int file) {
  std::error_code error;
  const std::filesystem::path own = std::filesystem::read_symlink("/proc/self", error);
  return file < 0 ? "/dev/null" : fmt::format("/proc/{}/fd/{}", own.string(), file);
}

}  // namespace

Result<void> print_difference(int before, int after, const std::string& path) {
  std::vector<std::string> words = {
      "diff",         "-u",
      "--label",      before < 0 ? "/dev/null" : "a" + printable(path),
      "--label",      after < 0 ? "/dev/null" : "b" + printable(path),
      device(before), device(after),
  };
  pid_t child = 0;
  const int error = spawn_program(child, std::move(words), own_environment(), nullptr);
  if (error != 0) {
    return std::unexpected(Error{Phase::run, error, "running diff",
                                 error == ENOENT ? "install the package diffutils" : ""});
  }
  if (exits_with(child, differs)) return {};
  return std::unexpected(Error{Phase::run, 0, "diff failed on " + printable(path)});
}

}  // namespace isorun
