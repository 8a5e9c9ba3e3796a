// A shard that the loop runs.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "report/running_shard.hpp"
#include "run/attempt.hpp"
#include "schedule/schedule.hpp"

namespace isorun {

struct ActiveShard {
  Job job;
  std::vector<std::size_t> slots;  // the first is its own, the others are reserved for it
  Attempt attempt;
  RunningShard shown{};
  bool was_reported_slow = false;
};

// Shared with the thread that reads their layers.
using ActiveShards = std::vector<std::shared_ptr<ActiveShard>>;

}  // namespace isorun
