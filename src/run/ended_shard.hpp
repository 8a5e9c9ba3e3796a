// A shard that has ended but still has its log and layer.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <isorun/layer.hpp>

#include "report/record.hpp"
#include "report/running_shard.hpp"
#include "run/shard_output.hpp"
#include "schedule/schedule.hpp"
#include "suite/suite.hpp"

namespace isorun {

// Where a unit's output is in the log, in order.
using LogPlaces = std::vector<LogPlace>;

// One per result, never empty.
std::vector<LogPlaces> places_of(std::span<const UnitResult> results,
                                 const Interleaving& interleaving);

// LogPlace::runs of all of them, as if they were one.
std::vector<std::uint64_t> runs_of(const LogPlaces& places);

struct EndedShard {
  const Job& job;
  const RunningShard& shown;
  const Evidence& evidence;
  const ShardResults& results;
  std::span<const Meaning> meanings;  // one per result
  std::span<const LogPlaces> places;  // of each result's output in the log
  const Layer& layer;
  const ShardOutput* output = nullptr;  // null: isorun did not read its output
  std::span<const ServiceRecord> services = {};
};

}  // namespace isorun
