// `isorun run` and `isorun list`: a suite, from its recognition to its report.
#pragma once

#include <isorun/error.hpp>

#include "run/options.hpp"

namespace isorun {

// What a run's sandboxes are made from: the user's layout, with a place for results.
Layout run_layout(const Options& options);

// The exit code: 0 all passed, 1 something failed, 4 no units, 130 interrupted. Errors: what kept
// the suite from running.
Result<int> run_suite(const Options& options);

// Prints the units, one a line. The exit code: 0, or 4 if there are none.
Result<int> list_suite(const Options& options);

}  // namespace isorun
