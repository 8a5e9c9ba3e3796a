// Errors are values: what was being done, the errno, and a sentence that tells the user what to do.
#pragma once

#include <expected>
#include <string>

namespace isorun {

// The part of a run in which something went wrong. `usage` is the user's to mend and makes the
// program exit with 2, `report` is of what a run writes down and makes it exit with 1, all others
// with 125.
enum class Phase { usage, host, setup, exec, run, collect, report };

struct Error {
  Phase phase = Phase::run;
  int code = 0;             // an errno, or 0 where no system call failed
  std::string what;         // what was being done, to which thing, for the user to read
  std::string remedy = {};  // what the user can do about it, where `what` does not say so already
};

template <class T>
using Result = std::expected<T, Error>;

// "WHAT: STRERROR (ERRNO); REMEDY" as it is shown to the user, without what there is none of.
std::string to_string(const Error& error);

}  // namespace isorun
