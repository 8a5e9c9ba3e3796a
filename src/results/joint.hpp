// Where the results of several runs go in those of the whole suite.
#pragma once

#include <cstddef>
#include <set>
#include <span>
#include <vector>

#include "results/owners.hpp"
#include "results/saved_run.hpp"
#include "results/unit_list.hpp"

namespace isorun {

// Added to a run's numbers to make them unique among all runs.
struct Offsets {
  std::size_t shards = 0;
  std::size_t slots = 0;
};

struct Joint {
  std::vector<Offsets> offsets{};  // one per run
  Owners owners{};
  // For each run, the shards all of whose units count elsewhere.
  std::vector<std::set<std::size_t>> left_out{};
  std::vector<std::size_t> mixed{};  // shards of the whole, some of whose units count elsewhere
};

// `runs` are all slices of one suite, in order, or machines that pulled its units from one queue.
Joint find_joint(std::span<const SavedRun> runs, const UnitList& list);

}  // namespace isorun
