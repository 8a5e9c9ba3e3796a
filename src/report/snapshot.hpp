// What runs at this moment, for somebody who asks: SIGUSR1, or a key.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>

#include "report/live_area.hpp"

namespace isorun {

struct ShardSnapshot {
  RunningShard shard{};
  std::string tail{};  // the end of what it wrote
};

// In the order of their slots, each with its last ten lines.
std::string snapshot_text(const RunCounts& counts, std::chrono::nanoseconds elapsed,
                          std::span<const ShardSnapshot> shards,
                          std::chrono::steady_clock::time_point now, Color color);

// The end of an open log, 4 KiB at most, from the beginning of a line where there is one.
std::string log_tail(int log);

}  // namespace isorun
