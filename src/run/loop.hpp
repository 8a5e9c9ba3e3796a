// The one event loop: slots, shards, timers, signals. Turns batches into results.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <isorun/sandbox.hpp>

#include "report/record.hpp"
#include "run/attempt.hpp"
#include "run/options.hpp"
#include "run/relayed_workers.hpp"
#include "run/results_directory.hpp"
#include "run/signals.hpp"
#include "schedule/batch.hpp"
#include "suite/suite.hpp"

namespace isorun {

// A shard that ended, while its log and its layer are still there.
struct EndedShard {
  std::size_t index = 0;  // the same for the same batch, however the shards were timed
  std::size_t slot = 0;
  const std::vector<std::size_t>& units;
  const Evidence& evidence;
  const ShardResults& results;
  const Layer& layer;
  int log = -1;
};

class Loop {
 public:
  using OnEnd = std::function<void(const EndedShard&)>;

  Loop(Sandbox& sandbox, const Suite& suite, ResultsDirectory& directory, Signals& signals,
       const Options& options, RelayedWorkers* workers = nullptr);

  enum class Outcome { complete, interrupted };

  // Runs the batches in their order, as slots become free. What a crash kept from running gets a
  // shard of its own. Errors: a sandbox that could not be made, or results that prove nothing; all
  // shards have ended by then.
  Result<Outcome> run(std::vector<Batch> batches, const OnEnd& on_end);

 private:
  struct Job {
    std::size_t index = 0;
    std::vector<std::size_t> units;
  };
  struct Active {
    Job job;
    std::size_t slot = 0;
    Attempt attempt;
  };

  Result<void> fill_slots();
  void wait();
  void handle_signals();
  void finish_ended(const OnEnd& on_end);
  void finish(Active& active, const OnEnd& on_end);
  Result<void> handle_workers(const OnEnd& on_end);
  void run_again(const Job& job, const ShardResults& results);
  void fail(Error error);
  void stop_all(Evidence::Stop why);

  Sandbox& sandbox_;
  const Suite& suite_;
  ResultsDirectory& directory_;
  Signals& signals_;
  const Options& options_;
  RelayedWorkers* workers_;  // of the suite's one shard; null: it has none
  std::size_t batch_count_ = 0;
  std::deque<Job> waiting_;
  std::vector<std::unique_ptr<Active>> slots_;
  bool interrupted_ = false;
  std::optional<Error> error_;
};

}  // namespace isorun
