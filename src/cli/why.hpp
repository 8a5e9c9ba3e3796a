// `isorun why`: reads the run's own command line again.
#pragma once

#include <isorun/error.hpp>

#include "why/why_options.hpp"

namespace isorun {

// Returns the exit code: 0 if a cure is known for each unit, 1 if not, 4 if no unit failed. Errors:
// as those of find_causes(), and Phase::report if isorun.toml cannot be written.
Result<int> explain_failures(const WhyOptions& wanted);

}  // namespace isorun
