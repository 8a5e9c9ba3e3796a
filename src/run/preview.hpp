// What would happen, without running anything: `isorun check` and `isorun plan`.
#pragma once

#include <isorun/error.hpp>

#include "run/options.hpp"

namespace isorun {

// Prints what the host allows. The exit code: 0 everything works, 1 with losses, 125 sandboxes
// cannot be made.
Result<int> check_sandbox(const Options& options);

// Prints the steps of the sandbox. Errors: also what keeps it from being made.
Result<int> print_plan(const Options& options);

}  // namespace isorun
