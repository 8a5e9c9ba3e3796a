// The units of a run that are to be examined, and what the run knows about each.
#pragma once

#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "results/saved_run.hpp"
#include "why/diagnosis.hpp"
#include "why/trials.hpp"
#include "why/variation.hpp"

namespace isorun {

// The units with these names, or all that failed. Errors: Phase::usage for a name of no unit, or of
// one that passed.
Result<std::vector<const UnitRecord*>> units_to_examine(const RunRecord& run,
                                                        const std::vector<std::string>& names);

// The end of its output when it failed.
std::string output_of(const SavedRun& run, const UnitRecord& unit);

// What may be tried with the unit, except for variations. `number`: of the unit in the suite.
Question question_about(const RunRecord& run, const UnitRecord& unit, const Trials& trials,
                        std::size_t number);

}  // namespace isorun
