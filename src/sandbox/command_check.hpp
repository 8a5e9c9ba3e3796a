// Whether a command can be started.
#pragma once

#include <isorun/sandbox.hpp>

#include "sandbox/plan.hpp"

namespace isorun {

// Whether set-ups can run. Errors: Phase::usage.
Result<void> check_place_of_setups(const Plan& plan);

// `started` has a bit for each set-up that was started. Errors: Phase::usage.
Result<void> check_command(const Command& command, unsigned slot, unsigned started,
                           const Plan& plan);

}  // namespace isorun
