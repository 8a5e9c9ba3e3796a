#include "base/temporary_directory.hpp"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace isorun {

Result<TemporaryDirectory> TemporaryDirectory::make(const std::string& parent, const char* prefix,
                                                    Report report) {
  std::error_code error;
  const std::filesystem::path canonical = std::filesystem::canonical(parent, error);
  const std::string place = error ? parent : canonical.string();
  Levels levels;
  RunDirectory run;
  const long failed = open_run_directory(place.c_str(), prefix, {}, run, levels);
  if (failed != 0)
    return std::unexpected(Error{Phase::setup, static_cast<int>(-failed),
                                 fmt::format("making a directory in {}", printable(place))});
  return TemporaryDirectory(place, run, report);
}

TemporaryDirectory::TemporaryDirectory(TemporaryDirectory&& other) noexcept
    : parent_(std::exchange(other.parent_, {})),
      run_(other.run_),
      lock_(std::move(other.lock_)),
      report_(other.report_) {}

TemporaryDirectory::~TemporaryDirectory() {
  if (parent_.empty()) return;
  Levels levels;
  const Leftover left = remove_run_directory(parent_.c_str(), run_, levels);
  if (left.error == 0) return;
  report_({Phase::run, static_cast<int>(-left.error),
           fmt::format("removing {}/{}", printable(parent_), printable(left.path.data()))});
}

}  // namespace isorun
