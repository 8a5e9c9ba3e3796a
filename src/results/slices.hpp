// Checks that several runs are the slices of one suite.
#pragma once

#include <span>

#include <isorun/error.hpp>

#include "results/saved_run.hpp"
#include "results/unit_list.hpp"

namespace isorun {

// All slices of one list of units must be present once, from one version of isorun, with each unit
// in exactly one slice. Returns that list. Errors: Phase::usage, naming the directories that do not
// fit.
Result<UnitList> check_slices(std::span<const SavedRun> runs);

}  // namespace isorun
