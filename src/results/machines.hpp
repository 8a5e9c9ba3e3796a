// Checks that several runs are of machines that pulled the units of one suite from one queue.
#pragma once

#include <span>
#include <vector>

#include <isorun/error.hpp>

#include "results/saved_run.hpp"
#include "results/unit_list.hpp"

namespace isorun {

// Whether the run pulled units from a queue and left them to other machines before its end: it was
// killed or interrupted, or could not set up. Its results are incomplete.
bool has_given_up(const RunRecord& run);

// The runs must be of different machines, of one version of isorun and one queue. Not all need to
// be there: a unit without a result is found in what they make together. Errors: Phase::usage,
// naming those that do not fit.
Result<void> check_machines(std::span<const SavedRun> runs);

// Their units must be in the list. Errors: the same.
Result<void> check_units_of_machines(std::span<const SavedRun> runs, const UnitList& list);

}  // namespace isorun
