// Estimates each unit's duration.
#pragma once

#include <chrono>
#include <span>
#include <vector>

#include "schedule/task.hpp"

namespace isorun {

// Gives each task a duration: that of earlier runs, else what the suite expects, else the median of
// its group or of all units.
std::vector<Estimate> estimates_of(std::span<const Task> tasks, std::chrono::nanoseconds start_up);

}  // namespace isorun
