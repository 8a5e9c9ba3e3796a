// Who uses a results directory: one run writes to it, or any number of commands read it.
#pragma once

#include <string>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

namespace isorun {

// Held by the open file, and so by nobody else: no command of a sandbox inherits it, and it goes
// with the process, however that ends (flock(2)).
class ResultsLock {
 public:
  ResultsLock() = default;

  // Does not wait. `path` is how the user names the directory, `remedy` what can be done where it
  // is taken. Errors: Phase::usage.
  static Result<ResultsLock> to_write(int directory, const std::string& path,
                                      const std::string& remedy);
  // Without a lock where no run has left a file for it, as in a copy of the results.
  static Result<ResultsLock> to_read(int directory, const std::string& path);

  static constexpr const char* name = ".lock";

 private:
  explicit ResultsLock(UniqueFd file) : file_(std::move(file)) {}

  UniqueFd file_;
};

}  // namespace isorun
