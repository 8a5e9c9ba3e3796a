// What the schedule knows of a unit, and what the user asked of the schedule.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "schedule/batch.hpp"
#include "suite/suite.hpp"

namespace isorun {

struct Task {
  std::size_t unit = 0;  // index into the suite's units
  Estimate estimate{};
  std::string_view group{};  // its suite or file: who its neighbours are; empty: nobody
  Needs needs{};
  std::optional<unsigned> retries{};  // none: the policy's
  bool is_alone = false;              // in a job of its own, as a time limit of its own needs
};

enum class Distribution {
  load,   // jobs go to free slots, large ones first, small ones at the end
  fixed,  // each slot gets one job with its share of the units, as estimated
};

struct Policy {
  std::size_t slots = 1;
  Distribution distribution = Distribution::load;
  bool keeps_groups = false;               // units of one group share a job, but for the limits
  std::optional<std::uint64_t> shuffle{};  // the seed of a random order
  unsigned retries = 0;                    // how often a unit that was not good runs again
  unsigned rounds = 1;                     // how often everything runs; 0: without an end
  bool until_fail = false;                 // stop after the first unit that is not good
  unsigned max_fail = 0;                   // stop after so many; 0: never
  bool first_alone = false;                // the first job, until release_held() or keep_only()
  std::chrono::nanoseconds start_up{};     // of one shard, as measured; 0: not known yet
  std::size_t max_units = std::numeric_limits<std::size_t>::max();  // of one job
  std::size_t max_bytes = std::numeric_limits<std::size_t>::max();
};

}  // namespace isorun
