// What a shard's output says. It is read outside the event loop: a log may be larger than memory.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/layer.hpp>

#include "results/results_directory.hpp"
#include "run/clues.hpp"
#include "run/ended_shard.hpp"
#include "run/shard_output.hpp"
#include "schedule/schedule.hpp"
#include "suite/suite.hpp"

namespace isorun {

struct Judgement {
  ShardResults results{};
  std::vector<LogPlaces> places{};  // one per result
  std::vector<UnitLog> logs{};      // one per result
};

// What a shard left; all must outlive the judgement.
struct ShardRemains {
  const Job& job;
  const Evidence& evidence;
  const ShardOutput& output;
  const Layer& layer;
};

// The results of its units, their logs in `directory`, and clues. If interrupted, none of the units
// has run.
Judgement judge(const Suite& suite, const ShardRemains& shard, ResultsDirectory& directory);

// The same for results that are known.
Judgement keep_logs(ShardResults results, const ShardRemains& shard, ResultsDirectory& directory);

}  // namespace isorun
