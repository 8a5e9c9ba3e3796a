// A shard that has ended but still has its log and layer.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/layer.hpp>

#include "report/record.hpp"
#include "report/running_shard.hpp"
#include "run/clues.hpp"
#include "run/shard_output.hpp"
#include "schedule/schedule.hpp"
#include "suite/suite.hpp"

namespace isorun {

// The places of a unit's output in the log, in order.
using LogPlaces = std::vector<LogPlace>;

// One per result, never empty.
std::vector<LogPlaces> places_of(std::span<const UnitResult> results,
                                 const Interleaving& interleaving);

// LogPlace::runs of all of them, as if they were one.
std::vector<std::uint64_t> runs_of(const LogPlaces& places);

// The part of the log that holds the place; shorter if the log is.
std::string_view part_of(std::string_view log, const LogPlace& place);

// The log of one unit.
struct UnitLog {
  std::string name{};                 // below logs/, until it gets the unit's name
  bool is_copy = true;                // of a part of the shard's log, which `name` is otherwise
  std::optional<Error> problem = {};  // why it cannot be read
  Clues clues{};                      // of a unit that failed
};

struct EndedShard {
  const Job& job;
  const RunningShard& shown;
  const Evidence& evidence;
  const ShardResults& results;
  std::span<const Meaning> meanings;  // one per result
  std::span<const LogPlaces> places;  // of each result's output in the log
  std::span<const UnitLog> logs;      // one per result
  const Layer& layer;
  const ShardOutput* output = nullptr;  // null: isorun did not read its output
  std::span<const ServiceRecord> services = {};
};

}  // namespace isorun
