// Tasks that must run together, and what their jobs need.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "schedule/task.hpp"

namespace isorun {

// What a job needs to start.
struct Demand {
  std::vector<std::size_t> locks{};  // ascending
  std::size_t slots = 1;
  bool is_serial = false;      // takes all slots, after all jobs that are not serial
  std::uint32_t setups = 0;    // a bit for each set-up that it sees
  std::uint32_t services = 0;  // a bit for each service that it has
  auto operator<=>(const Demand&) const = default;
};

// Tasks that run together or not at all; most bundles hold one.
struct Bundle {
  std::vector<std::size_t> tasks{};  // positions, ascending
  Demand demand{};                   // of all tasks together
  bool is_alone = false;             // gets a job of its own
  std::size_t program = 0;           // bundles of different programs share no job
};

struct Bundles {
  std::vector<Bundle> bundles{};       // by their first task
  std::vector<std::size_t> of_task{};  // the bundle's index, by task
  std::size_t locks = 0;               // the number of locks
};

// With one slot, demands are empty.
Bundles make_bundles(std::span<const Task> tasks, std::size_t slots);

}  // namespace isorun
