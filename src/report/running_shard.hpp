// A shard that runs, as it is shown.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace isorun {

struct RunningShard {
  std::size_t slot = 0;
  std::size_t shard = 0;
  std::size_t units = 1;                          // how many it holds
  std::string unit{};                             // that runs now; empty where nobody knows
  std::chrono::steady_clock::time_point since{};  // of the unit, or of the shard
  int log = -1;  // what it writes, open for reading; borrowed. -1: there is none
};

// "Suite.Test" or, where nobody knows which unit runs, "5 units of shard 3"
std::string running_name(const RunningShard& shard);

// "slot 0: Suite.Test" or, where nobody knows which unit runs, "slot 0: 5 units of shard 3"
std::string running_text(const RunningShard& shard);

}  // namespace isorun
