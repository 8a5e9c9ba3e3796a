// `isorun check` and `isorun plan`: what would happen, without running anything.
#pragma once

#include <isorun/error.hpp>

#include "run/options.hpp"

namespace isorun {

// Prints what the host allows. Returns the exit code: 0 everything works, 1 with losses, 125
// sandboxes cannot be set up.
Result<int> check_sandbox(const Options& options);

// Prints the steps of the sandbox. Errors include those that would keep it from being set up.
Result<int> print_plan(const Options& options);

}  // namespace isorun
