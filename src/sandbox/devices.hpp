// The sandbox's own /dev.
#pragma once

#include <string>

#include "sandbox/step_list.hpp"

namespace isorun {

// Adds the steps that make a read-only /dev at `dev` in the workshop. `terminal`: see
// Layout::terminal.
void add_devices(const std::string& terminal, StepList& steps);

}  // namespace isorun
