// `isorun merge`: one result out of the slices that several machines ran. `isorun report`: the
// reports of a run, once more.
#pragma once

#include <isorun/error.hpp>

#include "results/merge_options.hpp"

namespace isorun {

// The exit code is what one run of the whole suite would have ended with. Errors: Phase::usage,
// with nothing written, where the runs are not all slices of one suite.
Result<int> merge_runs(const MergeOptions& options);

// 0, whatever became of the run.
Result<int> report_run(const MergeOptions& options);

}  // namespace isorun
