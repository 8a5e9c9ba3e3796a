// Shows what is running now, on SIGUSR1 or a key.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>

#include "report/live_area.hpp"

namespace isorun {

struct ShardSnapshot {
  RunningShard shard{};
  std::string tail{};  // the end of its output
};

// Ordered by slot, each with its last ten lines.
std::string snapshot_text(const RunCounts& counts, std::chrono::nanoseconds elapsed,
                          std::span<const ShardSnapshot> shards,
                          std::chrono::steady_clock::time_point now, Color color);

// The last 4 KiB of an open log, starting at a line if possible.
std::string log_tail(int log);

}  // namespace isorun
