// `isorun merge`: combines the slices that several machines ran. `isorun report`: prints a run
// again.
#pragma once

#include <isorun/error.hpp>

#include "results/merge_options.hpp"

namespace isorun {

// Returns the exit code of one run of the whole suite. Errors: Phase::usage, with nothing written,
// if the runs are not all slices of one suite.
Result<int> merge_runs(const MergeOptions& options);

// Returns 0, whatever the result of the run.
Result<int> report_run(const MergeOptions& options);

}  // namespace isorun
