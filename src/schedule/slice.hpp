// One machine's share of a suite that several machines run.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "schedule/pieces.hpp"
#include "schedule/task.hpp"

namespace isorun {

struct Slice {
  std::size_t index = 0;  // 0-based; users see 1-based numbers
  std::size_t count = 1;  // at least 1

  friend bool operator==(const Slice&, const Slice&) = default;
};

// The positions of each slice's tasks, ascending. The same tasks and durations always give the same
// slices. Bundles stay in one slice; with `keeps_groups`, so do groups.
//
// Without durations, slices have equal numbers of tasks as far as that allows. With them, they take
// equal times: the longest pieces come first, each to the slice with the least work so far. Units
// that share a lock then stay together, too, since it may stand for something that machines share.
std::vector<std::vector<std::size_t>> cut_slices(std::span<const Task> tasks, bool keeps_groups,
                                                 std::size_t count,
                                                 const KnownDurations& durations);

}  // namespace isorun
