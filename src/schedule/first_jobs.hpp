// Tasks -> the jobs of one round, before anything has run.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "schedule/bundles.hpp"
#include "schedule/task.hpp"

namespace isorun {

struct FirstJob {
  std::vector<std::size_t> tasks{};  // positions, in the order in which to run them
  Demand demand{};
};

// Every task is in exactly one job; the jobs are in the order in which they should start. With one
// slot that is the order of the tasks.
//
// A seed's random order is the same on every machine: Fisher and Yates' shuffle from the last place
// to the second, each swapped with the place `mt19937_64 % places`. Round r takes seed + r.
std::vector<FirstJob> first_jobs(std::span<const Task> tasks, const Bundles& bundles,
                                 const Policy& policy, unsigned round);

}  // namespace isorun
