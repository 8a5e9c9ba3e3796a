// Writes down what the loop reports, has it shown, and in the end knows the run.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collect/collector.hpp"
#include "layers/collisions.hpp"
#include "layers/kept_out.hpp"
#include "report/record.hpp"
#include "report/terminal.hpp"
#include "results/results_directory.hpp"
#include "run/clues.hpp"
#include "run/ended_shard.hpp"
#include "run/options.hpp"
#include "run/worker.hpp"

namespace isorun {

class Recorder {
 public:
  // `slots` are the run's; `collisions` takes what every layer holds, `kept_out` what no rule took.
  struct Parts {
    const Suite& suite;
    ResultsDirectory& directory;
    Collector& collector;
    Collisions& collisions;
    KeptOut& kept_out;
    Terminal& terminal;
    std::size_t slots = 1;
    Keep keep = Keep::none;
    std::string own{};  // the part of every layer that is isorun's
  };
  explicit Recorder(const Parts& parts)
      : suite_(parts.suite),
        directory_(parts.directory),
        collector_(parts.collector),
        collisions_(parts.collisions),
        kept_out_(parts.kept_out),
        terminal_(parts.terminal),
        slots_(parts.slots),
        keep_(parts.keep),
        own_(parts.own) {}

  // `owner` has the layer, which is read later: it is destroyed once that is done, by release().
  void take(const EndedShard& shard, std::shared_ptr<void> owner);

  // Layers are read and merged beside the loop, which polls this, and then calls release().
  [[nodiscard]] int event_fd() const { return worker_.event_fd(); }
  void release() { worker_.release(); }

  // How many layers wait for that: each takes memory.
  [[nodiscard]] std::size_t pending() { return worker_.pending(); }

  // After the last layer: makes one result of what was read.
  void merge();

  // What has not been read yet will not be, and the run has a problem.
  void interrupt() { worker_.interrupt(); }

  // `selected` in their order, each once: with its result, or in `not_run`. Shards in their order.
  // Once nothing is pending.
  void fill(RunRecord& run, std::span<const std::size_t> selected) const;
  [[nodiscard]] const Clues& clues() const { return clues_; }
  [[nodiscard]] const Result<Collected>& collected() const { return collected_; }

 private:
  // All that a unit went through.
  struct Story {
    std::vector<AttemptRecord> attempts{};
    std::optional<UnitRecord> shown{};  // its last word: of the first round that was not good
    unsigned round = 0;                 // of the last attempt
    bool has_failed = false;            // in that round
  };

  // What the worker finds in the layer of the shard with the same place in shards_.
  struct Found {
    LayerUse use{};
    std::string kept{};
    std::optional<std::string> problem{};
  };

  struct LayerFate {
    bool is_kept = false;
    bool has_failed = false;  // a unit of its shard
  };

  [[nodiscard]] bool is_kept(const ShardRecord& record) const;
  void take_layer(const Layer& layer, const Writer& writer, LayerFate fate, Found& found);
  void take_results(const EndedShard& shard);
  void take_attempt(const EndedShard& shard, std::size_t i);
  std::string keep_log(const EndedShard& shard, const LogPlace& place, const std::string& name);
  [[nodiscard]] UnitRecord record_of(std::size_t unit, const Story& story) const;

  const Suite& suite_;
  ResultsDirectory& directory_;
  Collector& collector_;
  Collisions& collisions_;
  KeptOut& kept_out_;
  Terminal& terminal_;
  const std::size_t slots_;
  const Keep keep_;
  const std::string own_;
  std::map<std::size_t, Story> stories_;  // by unit
  std::vector<ShardRecord> shards_;
  std::deque<Found> found_;  // by place in shards_; each stays where it is
  Result<Collected> collected_;
  std::vector<std::string> problems_;
  std::vector<std::size_t> cut_off_;  // shards whose output is lost in part
  std::optional<Error> cut_off_why_;  // of the first
  Clues clues_;
  Worker worker_;  // goes first: it uses the rest
};

}  // namespace isorun
