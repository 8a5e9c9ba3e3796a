// A running shard, for display.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace isorun {

struct RunningShard {
  std::size_t slot = 0;
  std::size_t shard = 0;
  std::size_t units = 1;                          // how many it has
  std::string unit{};                             // the running one; empty if unknown
  std::chrono::steady_clock::time_point begin{};  // when the shard started
  std::chrono::steady_clock::time_point since{};  // when the unit started, or else the shard
  int log = -1;                                   // its log, open for reading; borrowed; -1: none
};

// "Suite.Test", or "5 units of shard 3" if the running unit is unknown
std::string running_name(const RunningShard& shard);

// "slot 0: Suite.Test", or "slot 0: 5 units of shard 3" if the running unit is unknown
std::string running_text(const RunningShard& shard);

}  // namespace isorun
