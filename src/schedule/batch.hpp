// Divides units into batches, in the order in which free slots take them, by their durations. Where
// none is known, pool.hpp divides them.
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
  bool failed = false;                                 // in the last run: goes first
  std::size_t bytes = 0;                               // on a shard's command line
  std::size_t units = 1;                               // a bundle counts as one unit
  bool is_guess = false;                               // the duration may be off by any factor
};

enum class Order {
  priority,  // units that failed last time, then the longest
  given,
};

struct BatchLimits {
  std::size_t slots = 1;
  std::chrono::nanoseconds start_up{};  // of one shard, as measured; 0: unknown
  std::size_t max_units = std::numeric_limits<std::size_t>::max();  // per batch
  std::size_t max_bytes = std::numeric_limits<std::size_t>::max();
  Order order = Order::priority;
  bool is_exclusive = false;  // one batch at a time, with other batches beside it
};

// The units of one shard, as indices, in listing order.
struct Batch {
  std::vector<std::size_t> units{};
  std::chrono::nanoseconds work{};  // estimated
};

// A start-up that is not known is assumed to be short.
std::chrono::nanoseconds or_assumed(std::chrono::nanoseconds start_up);

// The estimate for a unit without one: the median of the known durations.
std::chrono::nanoseconds typical(std::span<const Estimate> units,
                                 std::chrono::nanoseconds start_up);

// Every unit is in exactly one batch. With one slot there is one batch in listing order, unless
// limits split it.
std::vector<Batch> make_batches(std::span<const Estimate> units, const BatchLimits& limits);

// What the size of the next batch depends on.
struct WorkLeft {
  std::chrono::nanoseconds all{};        // the whole run's
  std::chrono::nanoseconds remaining{};  // not in a batch yet
  std::size_t slots = 1;
  std::chrono::nanoseconds start_up{};  // one shard's; 0: unknown
  bool is_guess = false;                // durations may be off by any factor
};

// How much work the next batch should have: less and less towards the end.
std::chrono::nanoseconds next_size(const WorkLeft& left);

// The lower bound of any schedule: the longest unit, or the sum over the slots.
std::chrono::nanoseconds bound(std::span<const std::chrono::nanoseconds> durations,
                               std::size_t slots);

}  // namespace isorun
