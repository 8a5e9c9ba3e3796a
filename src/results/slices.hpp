// Whether several runs are the slices of one suite.
#pragma once

#include <span>

#include <isorun/error.hpp>

#include "results/saved_run.hpp"

namespace isorun {

// All slices of one list of units, each once, run by one version of isorun; each unit in just one
// of them. Errors: Phase::usage, with the directories that do not fit.
Result<void> check_slices(std::span<const SavedRun> runs);

}  // namespace isorun
