// `isorun why`: why units failed in a run.
#pragma once

#include <isorun/error.hpp>

#include "results/saved_run.hpp"
#include "run/options.hpp"
#include "why/setting.hpp"
#include "why/why_options.hpp"

namespace isorun {

struct Findings {
  TomlLines lines{};  // what cures the units
  bool all_are_cured = false;
};

// Examines the units and prints what was found. `options`: those of the run. Errors: Phase::usage
// if a unit is not one that failed there; those of a run that cannot begin; Phase::run after a
// signal.
Result<Findings> find_causes(const SavedRun& run, Options options, const WhyOptions& wanted);

}  // namespace isorun
