// When each attempt ran, in which slot: what report.html and trace.json draw.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "report/record.hpp"

namespace isorun {

// A stretch of time in one slot.
struct Span {
  static constexpr std::size_t start_up = static_cast<std::size_t>(-1);

  std::size_t unit = start_up;  // index into the record's units; start_up: the shard's command only
  unsigned attempt = 1;         // which one at that unit
  Reason reason = Reason::passed;
  std::size_t shard = 0;
  std::size_t slot = 0;
  std::chrono::nanoseconds begin{};  // after the start of the run
  std::chrono::nanoseconds duration{};
};

// Ordered by shard, then by time. A shard's units have durations but no times of their own, so they
// are placed one after another at its end, in its order, and what remains in front of them is its
// start-up. Units that ran at the same time in one shard are scaled to fit.
std::vector<Span> timeline(const RunRecord& run);

}  // namespace isorun
