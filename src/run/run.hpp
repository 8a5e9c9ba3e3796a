// `isorun run` and `isorun list`: recognizes a suite, runs it, and reports.
#pragma once

#include <isorun/error.hpp>

#include "run/options.hpp"

namespace isorun {

// Returns the exit code: 0 all passed, 1 something failed, 4 no units, 130 interrupted. Errors: why
// the suite could not run.
Result<int> run_suite(const Options& options);

// Prints the units, one per line. Returns 0, or 4 if there are none.
Result<int> list_suite(const Options& options);

}  // namespace isorun
