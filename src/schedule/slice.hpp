// One machine's share of a suite that several machines run.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "schedule/task.hpp"

namespace isorun {

struct Slice {
  std::size_t index = 0;  // 0-based; users see 1-based numbers
  std::size_t count = 1;  // at least 1

  friend bool operator==(const Slice&, const Slice&) = default;
};

// The positions of the slice's tasks, ascending. Bundles stay in one slice; with `keeps_groups`, so
// do groups. Depends only on names and order, not on durations, so that all machines compute the
// same slices. Slices have equal numbers of tasks as far as bundles and groups allow.
std::vector<std::size_t> slice_of(std::span<const Task> tasks, bool keeps_groups,
                                  const Slice& slice);

}  // namespace isorun
