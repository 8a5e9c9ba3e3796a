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
  std::size_t units = 1;                               // what stays together counts as one
  bool is_guess = false;                               // the duration may be off by any factor
};

enum class Order {
  priority,  // failed last time, then longest
  given,
};

struct BatchLimits {
  std::size_t slots = 1;
  std::chrono::nanoseconds start_up{};  // of one shard, as measured; 0: not known yet
  std::size_t max_units = std::numeric_limits<std::size_t>::max();  // of one batch
  std::size_t max_bytes = std::numeric_limits<std::size_t>::max();
  Order order = Order::priority;
  bool is_exclusive = false;  // one batch at a time, while others than these run beside it
};

// What one shard runs: indices of units, in the order in which they were listed.
struct Batch {
  std::vector<std::size_t> units{};
  std::chrono::nanoseconds work{};  // as estimated
};

// What a unit that nothing is known of is taken for: the median of the known ones.
std::chrono::nanoseconds typical(std::span<const Estimate> units,
                                 std::chrono::nanoseconds start_up);

// Every unit is in exactly one batch. With one slot the suite runs as it is listed: one batch, but
// for the limits.
std::vector<Batch> make_batches(std::span<const Estimate> units, const BatchLimits& limits);

// No schedule is shorter: the longest unit, or the sum over the slots.
std::chrono::nanoseconds bound(std::span<const std::chrono::nanoseconds> durations,
                               std::size_t slots);

}  // namespace isorun
