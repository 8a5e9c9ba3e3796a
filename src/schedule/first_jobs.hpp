// Divides tasks into the jobs of one round, before anything has run.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "schedule/bundles.hpp"
#include "schedule/pool.hpp"
#include "schedule/task.hpp"

namespace isorun {

struct FirstJob {
  std::vector<std::size_t> tasks{};  // positions, in running order
  Demand demand{};
  // These replace `tasks` if nobody knows their durations: the pool, which divides them as slots
  // become free, and what its pieces hold, in running order.
  std::optional<Pool> pool{};
  std::vector<std::vector<std::size_t>> pieces{};
};

// Every task is in exactly one job or pool; jobs are in starting order. With one slot that is the
// tasks' order.
//
// A seed gives the same order on every machine: the Fisher-Yates shuffle from the last place to the
// second, each swapped with place `mt19937_64 % places`. Round r uses seed + r.
std::vector<FirstJob> first_jobs(std::span<const Task> tasks, const Bundles& bundles,
                                 const Policy& policy, unsigned round);

}  // namespace isorun
