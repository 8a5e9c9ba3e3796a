// A shard that ended, while its log and its layer are still there.
#pragma once

#include <span>

#include <isorun/layer.hpp>

#include "report/running_shard.hpp"
#include "schedule/schedule.hpp"
#include "suite/suite.hpp"

namespace isorun {

struct EndedShard {
  const Job& job;
  const RunningShard& shown;
  const Evidence& evidence;
  const ShardResults& results;
  std::span<const Meaning> meanings;  // one a result
  const Layer& layer;
  int log = -1;  // borrowed
};

}  // namespace isorun
