// Writes down what the loop reports, has it shown, and in the end knows the run.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collect/collector.hpp"
#include "collect/collisions.hpp"
#include "report/record.hpp"
#include "report/terminal.hpp"
#include "run/ended_shard.hpp"
#include "run/options.hpp"
#include "run/results_directory.hpp"

namespace isorun {

class Recorder {
 public:
  // `slots` are the run's; `collisions` takes what every layer holds.
  struct Parts {
    const Suite& suite;
    ResultsDirectory& directory;
    Collector& collector;
    Collisions& collisions;
    Terminal& terminal;
    std::size_t slots = 1;
    Keep keep = Keep::none;
    std::string own;  // the part of every layer that is isorun's
  };
  explicit Recorder(const Parts& parts)
      : suite_(parts.suite),
        directory_(parts.directory),
        collector_(parts.collector),
        collisions_(parts.collisions),
        terminal_(parts.terminal),
        slots_(parts.slots),
        keep_(parts.keep),
        own_(parts.own) {}

  void take(const EndedShard& shard);

  // `selected` in their order, each once: with its result, or in `not_run`. Shards in their order.
  void fill(RunRecord& run, std::span<const std::size_t> selected) const;

 private:
  // All that a unit went through.
  struct Story {
    std::vector<AttemptRecord> attempts{};
    std::optional<UnitRecord> shown{};  // its last word: of the first round that was not good
    unsigned round = 0;                 // of the last attempt
    bool has_failed = false;            // in that round
  };

  void keep(const Layer& layer, ShardRecord& record);
  LayerUse take_layer(const EndedShard& shard);
  void take_results(const EndedShard& shard);
  void take_attempt(const EndedShard& shard, const UnitResult& result, Meaning meaning);
  std::string keep_log(const EndedShard& shard, const UnitResult& result, const std::string& name);
  [[nodiscard]] UnitRecord record_of(std::size_t unit, const Story& story) const;

  const Suite& suite_;
  ResultsDirectory& directory_;
  Collector& collector_;
  Collisions& collisions_;
  Terminal& terminal_;
  const std::size_t slots_;
  const Keep keep_;
  const std::string own_;
  std::map<std::size_t, Story> stories_;  // by unit
  std::vector<ShardRecord> shards_;
  std::vector<std::string> problems_;
  bool is_told_full_ = false;
  bool has_met_owners_ = false;  // in the way of a unit that failed
};

}  // namespace isorun
