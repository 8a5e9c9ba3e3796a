// Whether the command's program can be executed, as far as the host shows.
#pragma once

#include <isorun/error.hpp>

#include "run/options.hpp"

namespace isorun {

// Errors: Phase::usage, with the program that was probably meant. What a set-up, a service or a
// bind mount may provide is not refused, and neither is a program that --list names.
Result<void> check_program(const Options& options);

}  // namespace isorun
