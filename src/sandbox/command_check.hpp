// Whether a command can be started.
#pragma once

#include <isorun/sandbox.hpp>

namespace isorun {

// `started` has a bit for each set-up that was started. Errors: Phase::usage.
Result<void> check_command(const Command& command, unsigned slot, unsigned started);

}  // namespace isorun
