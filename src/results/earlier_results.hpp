// The content of a results directory before a run.
#pragma once

#include <isorun/error.hpp>

namespace isorun {

// Whether a run may use the directory: it is empty or holds results of an earlier run.
bool may_hold_results(int directory);

// Removes earlier results, except run.json, which marks the directory. Nothing that isorun did not
// write is removed. Errors: Phase::usage.
Result<void> remove_earlier_results(int directory);

}  // namespace isorun
