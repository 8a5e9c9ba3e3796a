// What the suite's set-ups leave, where units run without the event loop.
#pragma once

#include <vector>

#include <isorun/error.hpp>

#include "run/attempt.hpp"
#include "run/options.hpp"
#include "run/prepared.hpp"
#include "run/selection.hpp"
#include "run/signals.hpp"

namespace isorun {

// Runs the set-ups of the suite. Returns what each unit needs of them. Errors: those of
// Setups::set_up(); Phase::run if a set-up fails, or after a signal.
Result<std::vector<Groundwork>> lay_groundwork(Prepared& prepared, Signals& signals,
                                               const Selection& selection, const Options& options);

}  // namespace isorun
