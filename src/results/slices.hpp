// Checks that several runs are the slices of one suite.
#pragma once

#include <span>

#include <isorun/error.hpp>

#include "results/merge_options.hpp"
#include "results/saved_run.hpp"
#include "results/unit_list.hpp"

namespace isorun {

// All slices of one list of units must be present once, have ended, and be from one version of
// isorun. Errors: Phase::usage, naming the directories that do not fit.
Result<void> check_slices(std::span<const SavedRun> runs, MergeExtent extent);

// Each unit of the list must be in exactly one slice; if not all are there, in one at most. Errors:
// the same.
Result<void> check_units_of_slices(std::span<const SavedRun> runs, const UnitList& list,
                                   MergeExtent extent);

}  // namespace isorun
