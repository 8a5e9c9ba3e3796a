// What a merged result of some slices, or machines, keeps of them: below parts/, all that a merge
// reads. A later merge starts from there, so that merges of merges give what one merge gives.
#pragma once

#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "results/saved_run.hpp"

namespace isorun {

// Copies a slice or machine into the results directory. Errors: Phase::report.
Result<void> keep_part(const SavedRun& run, int results);

// The directories of the parts in a results directory, relative to it and sorted; none if it holds
// no merged result of some.
std::vector<std::string> kept_parts(int results);

}  // namespace isorun
