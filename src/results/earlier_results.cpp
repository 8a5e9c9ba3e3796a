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

// The mark by which a run's directory is known: it comes first, and stays.
constexpr const char* mark = "run.json";

// What is being removed.
constexpr const char* removed = ".removed";

bool has_mark(int directory) {
  const UniqueFd file(::openat(directory, mark, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  std::array<char, 200> beginning{};
  const ssize_t size = file ? ::read(file.get(), beginning.data(), beginning.size()) : 0;
  return size > 0 && is_run_json({beginning.data(), static_cast<std::size_t>(size)});
}

// What a run leaves that was killed before it had made its mark, and what `rm -r DIR/*` leaves.
bool counts_as_nothing(const std::string& name) {
  return name == temporary_name(mark) ||
         std::ranges::any_of(results_names, [&name](const ResultsName& own) {
           return own.name == name && own.use == ResultsName::Use::stays && name != mark;
         });
}

Result<void> remove_earlier(int directory, const char* name) {
  // Out of sight first: a directory is removed file by file.
  if (::renameat(directory, name, directory, removed) == 0) return remove_tree(directory, removed);
  if (errno == ENOENT) return {};
  // The lower side of an overlay has it, as in an image's layer: overlays do not rename its
  // directories (redirect_dir in "Documentation/filesystems/overlayfs.rst").
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
