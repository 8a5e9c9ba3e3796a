// A shard that has ended but still has its log and layer.
#pragma once

#include <span>

#include <isorun/layer.hpp>

#include "report/running_shard.hpp"
#include "run/shard_output.hpp"
#include "schedule/schedule.hpp"
#include "suite/suite.hpp"

namespace isorun {

struct EndedShard {
  const Job& job;
  const RunningShard& shown;
  const Evidence& evidence;
  const ShardResults& results;
  std::span<const Meaning> meanings;  // one per result
  std::span<const LogPlace> places;   // of each result's output in the log
  const Layer& layer;
  const ShardOutput* output = nullptr;  // null: isorun did not read its output
};

}  // namespace isorun
