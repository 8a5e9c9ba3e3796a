// isorun's exit codes. `exec` adds the command's own codes, and 128+n for a signal.
#pragma once

#include <cerrno>

#include <isorun/error.hpp>

namespace isorun::exit_code {

inline constexpr int all_passed = 0;
inline constexpr int something_failed = 1;
inline constexpr int wrong_usage = 2;
inline constexpr int no_units = 4;
inline constexpr int timed_out = 124;
inline constexpr int not_set_up = 125;
inline constexpr int not_executable = 126;
inline constexpr int not_found = 127;
inline constexpr int interrupted = 130;

// The code of a run that ended with an error. EINTR means a signal before the first shard.
inline int of(const Error& error) {
  if (error.phase == Phase::usage) return wrong_usage;
  if (error.phase == Phase::report) return something_failed;  // the suite may have run
  return error.phase == Phase::run && error.code == EINTR ? interrupted : not_set_up;
}

}  // namespace isorun::exit_code
