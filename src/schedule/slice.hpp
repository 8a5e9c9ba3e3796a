// One machine's part of a suite that several machines run.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "schedule/task.hpp"

namespace isorun {

struct Slice {
  std::size_t index = 0;  // 0-based; users count from 1
  std::size_t count = 1;  // at least 1

  friend bool operator==(const Slice&, const Slice&) = default;
};

// The positions of the slice's tasks, ascending. What shares a bundle is in one slice, and with
// `keeps_groups` what shares a group. Only names and order count, no durations: all machines cut
// the same list alike, whatever each of them remembers. Slices hold equally many tasks, as far as
// bundles and groups allow.
std::vector<std::size_t> slice_of(std::span<const Task> tasks, bool keeps_groups,
                                  const Slice& slice);

}  // namespace isorun
