// What a results directory holds before a run begins.
#pragma once

#include <isorun/error.hpp>

namespace isorun {

// Whether a run may take the directory: it holds an earlier run's results, or nothing.
bool may_hold_results(int directory);

// Takes them away, but for the mark of a run, its run.json. Nothing that isorun did not write is
// removed. Errors: Phase::usage.
Result<void> remove_earlier_results(int directory);

}  // namespace isorun
