// Units and what is known of them -> batches, in the order in which free slots take them.
#pragma once

#include <chrono>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace isorun {

struct Estimate {
  std::optional<std::chrono::nanoseconds> duration{};  // as last measured; none: a new unit
  bool failed = false;                                 // last time: it goes first
  std::size_t bytes = 0;                               // of a shard's command line
};

struct BatchLimits {
  std::size_t slots = 1;
  std::chrono::nanoseconds start_up{};  // of one shard, as measured; 0: not known yet
  std::size_t max_units = std::numeric_limits<std::size_t>::max();  // of one batch
  std::size_t max_bytes = std::numeric_limits<std::size_t>::max();
};

// What one shard runs: indices of units, in the order in which they were listed.
struct Batch {
  std::vector<std::size_t> units{};
  std::chrono::nanoseconds work{};  // as estimated
};

// Every unit is in exactly one batch. With one slot the suite runs as it is listed: one batch, but
// for the limits.
std::vector<Batch> make_batches(std::span<const Estimate> units, const BatchLimits& limits);

// No schedule is shorter: the longest unit, or the sum over the slots.
std::chrono::nanoseconds bound(std::span<const std::chrono::nanoseconds> durations,
                               std::size_t slots);

}  // namespace isorun
