#include "results/earlier_results.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <expected>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include <isorun/unique_fd.hpp>

#include "collect/results_names.hpp"
#include "files/files.hpp"
#include "files/host_tree.hpp"
#include "report/run_json.hpp"

namespace isorun {
namespace {

// The file that identifies a run's directory: created first, and never removed.
constexpr const char* mark = "run.json";

// The name of a directory during removal.
constexpr const char* removed = ".removed";

bool has_mark(int directory) {
  const UniqueFd file(::openat(directory, mark, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  std::array<char, 200> beginning{};
  const ssize_t size = file ? ::read(file.get(), beginning.data(), beginning.size()) : 0;
  return size > 0 && is_run_json({beginning.data(), static_cast<std::size_t>(size)});
}

// What remains if a run was killed before writing its mark, or after `rm -r DIR/*`.
bool counts_as_nothing(const std::string& name) {
  return name == temporary_name(mark) ||
         std::ranges::any_of(results_names, [&name](const ResultsName& own) {
           return own.name == name && own.use == ResultsName::Use::stays && name != mark;
         });
}

Result<void> remove_earlier(int directory, const char* name) {
  // Rename it first, because removal goes file by file.
  if (::renameat(directory, name, directory, removed) == 0) return remove_tree(directory, removed);
  if (errno == ENOENT) return {};
  // In the lower directory of an overlay, such as an image layer: overlays cannot rename those
  // directories (redirect_dir in Documentation/filesystems/overlayfs.rst).
  return remove_tree(directory, name);
}

}  // namespace

bool may_hold_results(int directory) {
  return has_mark(directory) || std::ranges::all_of(names_in(directory), counts_as_nothing);
}

Result<void> remove_earlier_results(int directory) {
  Result<void> done = remove_tree(directory, removed);
  for (const auto& [name, use] : results_names) {
    if (done && use != ResultsName::Use::stays) done = remove_earlier(directory, name);
    if (!done)
      return std::unexpected(
          Error{Phase::usage, done.error().code, "removing earlier results: " + done.error().what});
  }
  return {};
}

}  // namespace isorun
