// Records and displays what the loop reports, and builds the run's record at the end.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
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
  // `slots` is the run's number; `collisions` sees all entries of all layers, `kept_out` those that
  // no rule took.
  struct Parts {
    const Suite& suite;
    ResultsDirectory& directory;
    Collector& collector;
    Collisions& collisions;
    KeptOut& kept_out;
    Terminal& terminal;
    std::size_t slots = 1;
    Keep keep = Keep::none;
    std::string own{};  // the part of every layer that belongs to isorun
    std::chrono::steady_clock::time_point begin{};  // of the run
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
        own_(parts.own),
        begin_(parts.begin) {}

  // `owner` holds the layer, which is read later; release() destroys it afterwards.
  void take(const EndedShard& shard, std::shared_ptr<void> owner);

  // Layers are read and merged in another thread. The loop polls this descriptor and then calls
  // release().
  [[nodiscard]] int event_fd() const { return worker_.event_fd(); }
  void release() { worker_.release(); }

  // The number of layers that wait to be read: each takes memory.
  [[nodiscard]] std::size_t pending() { return worker_.pending(); }

  // Writes the merged results; call it after the last layer.
  void merge();

  // Why reading or merging ended early.
  [[nodiscard]] std::optional<Error> error() { return worker_.error(); }

  // Cancels the remaining reading, which makes the run fail.
  void interrupt() { worker_.interrupt(); }

  // Units in the order of `selected`, each once: with its result, in `handed_on` if it is one of
  // those, or in `not_run`; shards in their order. Call when nothing is pending.
  void fill(RunRecord& run, std::span<const std::size_t> selected,
            const std::set<std::size_t>& handed_on) const;
  [[nodiscard]] const Clues& clues() const { return clues_; }
  [[nodiscard]] const Result<Collected>& collected() const { return collected_; }

 private:
  // All attempts at a unit.
  struct Story {
    std::vector<AttemptRecord> attempts{};
    std::optional<UnitRecord> shown{};  // its final result, from the first round it failed
    unsigned round = 0;                 // of the last attempt
    bool has_failed = false;            // in that round
  };

  // What the worker found in the layer of the shard at the same position in shards_.
  struct Found {
    LayerUse use{};
    std::string kept{};
    std::optional<std::string> problem{};
  };

  struct LayerFate {
    bool is_kept = false;
    bool has_failed = false;  // a unit of its shard failed
  };

  [[nodiscard]] bool is_kept(const ShardRecord& record) const;
  void take_layer(const Layer& layer, const Writer& writer, LayerFate fate, Found& found);
  void take_services(const EndedShard& shard);
  void take_results(const EndedShard& shard);
  void take_attempt(const EndedShard& shard, std::size_t i);
  std::string keep_log(const UnitLog& log, const std::string& name);
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
  const std::chrono::steady_clock::time_point begin_;
  std::map<std::size_t, Story> stories_;  // by unit
  std::vector<ShardRecord> shards_;
  std::deque<Found> found_;  // by position in shards_; references stay valid
  Result<Collected> collected_;
  std::vector<std::string> problems_;
  std::map<std::string, std::vector<std::size_t>> services_;  // shards, by what is to say
  std::vector<std::size_t> cut_off_;  // shards that lost part of their output
  std::optional<Error> cut_off_why_;  // of the first
  Clues clues_;
  Worker worker_;  // destroyed first: it uses the other members
};

}  // namespace isorun
