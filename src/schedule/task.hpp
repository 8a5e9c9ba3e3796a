// What the schedule knows about a unit, and its policy.
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
  std::string_view group{};  // its suite or file; empty: none
  Needs needs{};
  std::optional<unsigned> retries{};  // none: the policy's value
  bool is_alone = false;              // gets a job of its own, as its own time limit requires
};

enum class Distribution {
  load,   // free slots take jobs, large ones first
  fixed,  // one job per slot with its share of the estimated work
};

struct Policy {
  std::size_t slots = 1;
  Distribution distribution = Distribution::load;
  bool keeps_groups = false;               // a group's units share a job, within the limits
  std::optional<std::uint64_t> shuffle{};  // the seed of a random order
  unsigned retries = 0;                    // for a unit that fails
  unsigned rounds = 1;                     // how often everything runs; 0: unlimited
  bool until_fail = false;                 // stop after the first failure
  unsigned max_fail = 0;                   // stop after this many failures; 0: never
  bool gives_back = false;                 // a running job gives back units that it has not begun
  bool is_fed = false;                     // a task runs only once feed() has named it
  bool first_alone = false;  // run only the first job until release_held() or keep_only()
  std::chrono::nanoseconds start_up{};  // of one shard, as measured; 0: unknown
  std::size_t max_units = std::numeric_limits<std::size_t>::max();  // per job
  std::size_t max_bytes = std::numeric_limits<std::size_t>::max();
};

}  // namespace isorun
