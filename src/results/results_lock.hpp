// Locks a results directory: for one run that writes, or any number of commands that read.
#pragma once

#include <string>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

namespace isorun {

// Held by the open file (flock(2)): no command in a sandbox inherits it, and it is released when
// the process ends, for whatever reason.
class ResultsLock {
 public:
  ResultsLock() = default;

  // Does not wait. `path` is the user's name of the directory, `remedy` what to do if it is
  // locked. Errors: Phase::usage.
  static Result<ResultsLock> to_write(int directory, const std::string& path,
                                      const std::string& remedy);
  // Takes no lock if there is no lock file, as in a copy of the results.
  static Result<ResultsLock> to_read(int directory, const std::string& path);

  static constexpr const char* name = ".lock";

 private:
  explicit ResultsLock(UniqueFd file) : file_(std::move(file)) {}

  UniqueFd file_;
};

}  // namespace isorun
