// How long each unit may take, whatever is known of it.
#pragma once

#include <chrono>
#include <span>
#include <vector>

#include "schedule/task.hpp"

namespace isorun {

// The tasks' estimates, each with a duration. What no earlier run tells is what the suite expects,
// or the median of its group, or of all.
std::vector<Estimate> estimates_of(std::span<const Task> tasks, std::chrono::nanoseconds start_up);

}  // namespace isorun
