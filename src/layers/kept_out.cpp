#include "layers/kept_out.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

#include "layers/host_copy.hpp"

namespace isorun {

namespace {

// Directory names, at any depth.
constexpr std::string_view tool_caches[] = {
    "__pycache__",    // Python
    ".pytest_cache",  //
    ".hypothesis",    //
    ".mypy_cache",    //
    ".ruff_cache",    //
    ".tox",           //
    ".nox",           //
    ".eggs",          //
    ".cache",         // XDG, Parcel, ccache
    ".ccache",        //
    "target",         // Cargo, Maven, sbt
    ".gradle",        //
    "node_modules/.cache",
    "node_modules/.vite",
    "node_modules/.vitest-cache",
    "Testing/Temporary"  // CTest
};

bool is_below(std::string_view path, std::string_view directory) {
  if (directory == "/") return path.size() > 1;
  return path.size() > directory.size() + 1 && path.starts_with(directory) &&
         path[directory.size()] == '/';
}

// What each process of a framework writes into its own directory of the suite.
constexpr std::string_view framework_caches[] = {"__pycache__", ".pytest_cache",
                                                 "Testing/Temporary"};

bool is_in_one_of(std::span<const std::string_view> caches, std::string_view path) {
  const std::string whole = fmt::format("/{}", path);
  return std::ranges::any_of(caches, [&whole](std::string_view cache) {
    return whole.contains(fmt::format("/{}/", cache));
  });
}

}  // namespace

bool is_in_framework_cache(std::string_view path) {
  return is_in_one_of(framework_caches, path);
}

bool is_in_tool_cache(std::string_view path) {
  return is_in_one_of(tool_caches, path);
}

void KeptOut::add(const LayerEntry& entry) {
  if (entry.deleted || S_ISDIR(entry.status.st_mode) || entry.part->path == own_) return;
  if (directory_.empty() || !is_below(entry.path, directory_)) return;
  const LayerPart& part = *entry.part;
  if (part.kind == LayerPart::Kind::whole && is_below(part.path, directory_)) return;
  std::string path = entry.path.substr(directory_ == "/" ? 1 : directory_.size() + 1);
  if (is_in_tool_cache(path) || is_as_on_host(entry, host_)) return;
  paths_.add(entry.path);
  first_paths_.insert(std::move(path));
  if (first_paths_.size() > most_names) first_paths_.erase(std::prev(first_paths_.end()));
}

}  // namespace isorun
