// Errors are values: what was being done, the errno, and a sentence that tells the user what to do.
#pragma once

#include <expected>
#include <string>

namespace isorun {

// The part of a run in which something went wrong. `usage` is for the user to fix, and the program
// exits with 2; `report` is about the files that a run writes, and it exits with 1. All others exit
// with 125.
enum class Phase { usage, host, setup, exec, run, collect, report };

struct Error {
  Phase phase = Phase::run;
  int code = 0;             // an errno, or 0 if no system call failed
  std::string what;         // what was being done, and to what, for the user to read
  std::string remedy = {};  // what the user can do about it, unless `what` says so
};

template <class T>
using Result = std::expected<T, Error>;

// "WHAT: STRERROR (ERRNO); REMEDY" as shown to the user, without the parts that are absent.
std::string to_string(const Error& error);

}  // namespace isorun
