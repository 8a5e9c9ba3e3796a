// Tasks that one machine runs together, when several share a suite.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "schedule/task.hpp"

namespace isorun {

// Durations that all machines share: one per task; nullopt where there is none.
using KnownDurations = std::vector<std::optional<std::chrono::nanoseconds>>;

struct Piece {
  std::vector<std::size_t> tasks{};  // positions
  std::chrono::nanoseconds work{};
};

// Cuts tasks into pieces, ordered by their first task, whose work is the number of their tasks.
// Bundles stay in one piece; if asked for, so do groups, and tasks that share a lock, which may
// stand for something that machines share.
std::vector<Piece> pieces_of(std::span<const Task> tasks, bool keeps_groups, bool keeps_locks);

// Sets their work to the durations of their tasks. A task without one takes the median of the
// others; if none has one, pieces stay as they are.
void weigh(std::vector<Piece>& pieces, const KnownDurations& durations);

}  // namespace isorun
