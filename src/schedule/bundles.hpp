// Tasks that only run together, and what their jobs need.
#pragma once

#include <compare>
#include <cstddef>
#include <span>
#include <vector>

#include "schedule/task.hpp"

namespace isorun {

// What a job needs to start.
struct Demand {
  std::vector<std::size_t> locks{};  // ascending numbers of locks
  std::size_t slots = 1;
  bool is_serial = false;  // all slots, after what is not serial
  auto operator<=>(const Demand&) const = default;
};

// Tasks that run together or not at all; most are alone in theirs.
struct Bundle {
  std::vector<std::size_t> tasks{};  // positions, ascending
  Demand demand{};                   // of all of them together
  bool is_alone = false;             // in a job of its own
};

struct Bundles {
  std::vector<Bundle> bundles{};       // by their first task
  std::vector<std::size_t> of_task{};  // index of a task's bundle
  std::size_t locks = 0;               // how many there are
};

// With one slot nothing demands anything.
Bundles make_bundles(std::span<const Task> tasks, std::size_t slots);

}  // namespace isorun
