// Judges shards that have ended, in a thread of its own.
//
//   judge.add(shard, shard->attempt.evidence());
//   ... when event_fd() is readable ...
//   while (const std::shared_ptr<Judge::Case> judged = judge.next()) take(*judged);
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>

#include <isorun/error.hpp>

#include "results/results_directory.hpp"
#include "run/active_shard.hpp"
#include "run/judgement.hpp"
#include "run/worker.hpp"
#include "suite/suite.hpp"

namespace isorun {

class Judge {
 public:
  struct Case {
    std::shared_ptr<ActiveShard> shard;
    Evidence evidence;
    Judgement judgement{};
  };

  // Both must outlive it.
  Judge(const Suite& suite, ResultsDirectory& directory) : suite_(suite), directory_(directory) {}

  // Reads the shard until next() returns it.
  void add(std::shared_ptr<ActiveShard> shard, Evidence evidence);

  // Readable when next() may return one.
  [[nodiscard]] int event_fd() const { return worker_.event_fd(); }

  // The next one that is judged, in the order of add(); null: none is yet.
  std::shared_ptr<Case> next();

  // How many shards next() has not returned yet.
  [[nodiscard]] std::size_t pending() const { return cases_.size(); }

  // Units of shards whose reading takes long have not run.
  void interrupt() { worker_.interrupt(); }

  // Why results are missing.
  [[nodiscard]] std::optional<Error> error() { return worker_.error(); }

 private:
  const Suite& suite_;
  ResultsDirectory& directory_;
  std::deque<std::shared_ptr<Case>> cases_;
  Worker worker_;  // destroyed first: it uses the other members
};

}  // namespace isorun
