#include "why/safe_options.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "why/variation.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

// A socket or device has no content of its own.
bool has_content(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return fs::is_directory(status) || fs::is_regular_file(status);
}

}  // namespace

Result<SafeOptions> safe_options(Options options) {
  if (!options.layout.binds.empty())
    return std::unexpected(
        Error{Phase::usage, 0,
              fmt::format("--bind {}:{} shares a part of the host, to which trials must not write; "
                          "leave it out",
                          options.layout.binds[0].source, options.layout.binds[0].target)});
  SafeOptions safe;
  std::vector<std::string> shared;
  for (const DirectoryMode& named : options.layout.directories)
    if (named.mode == Mode::share && has_content(named.path)) shared.push_back(named.path);
  for (const std::string& path : shared) {
    std::error_code error;
    const bool is_directory = fs::is_directory(path, error);
    set_mode(options, path, is_directory ? Mode::overlay : Mode::copy);
    safe.changes.push_back(
        fmt::format("--share {0} is --{1} {0} here", path, is_directory ? "overlay" : "copy"));
  }
  if (options.layout.isolation == Isolation::declared) {
    options.layout.isolation = Isolation::everything;
    safe.changes.emplace_back("--isolate declared is --isolate everything here");
  }
  safe.options = std::move(options);
  return safe;
}

}  // namespace isorun
