// Writes down what the loop reports, shows it, and in the end knows the run.
#pragma once

#include <map>
#include <set>

#include "collect/collector.hpp"
#include "report/record.hpp"
#include "report/terminal.hpp"
#include "run/loop.hpp"

namespace isorun {

class Recorder {
 public:
  Recorder(const Suite& suite, ResultsDirectory& directory, Collector& collector,
           Terminal& terminal)
      : suite_(suite), directory_(directory), collector_(collector), terminal_(terminal) {}

  void take(const EndedShard& shard);

  // Units in listing order, each once; shards in their order. What is missing is in `not_run`, what
  // came twice a problem.
  void fill(RunRecord& run);

 private:
  void take_unit(const EndedShard& shard, const UnitResult& result, const std::string& log);
  std::string keep_log(const EndedShard& shard, const UnitResult& result);

  const Suite& suite_;
  ResultsDirectory& directory_;
  Collector& collector_;
  Terminal& terminal_;
  std::map<std::size_t, UnitRecord> units_;  // by their place in the listing
  std::vector<ShardRecord> shards_;
  std::vector<std::string> problems_;
};

}  // namespace isorun
