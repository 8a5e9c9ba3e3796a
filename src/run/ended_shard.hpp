// A shard that ended, while its log and its layer are still there.
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
  std::span<const Meaning> meanings;  // one a result
  std::span<const LogPlace> places;   // likewise: where its output is in the shard's log
  const Layer& layer;
  const ShardOutput* output = nullptr;  // null: it was not isorun's to read
};

}  // namespace isorun
