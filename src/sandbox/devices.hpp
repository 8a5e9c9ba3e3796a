// The sandbox's own /dev.
#pragma once

#include <string>

#include "sandbox/step_list.hpp"

namespace isorun {

// In the workshop, at `dev`, read-only. `terminal`: see Layout::terminal.
void add_devices(const std::string& terminal, StepList& steps);

}  // namespace isorun
