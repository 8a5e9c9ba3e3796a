// The event loop: slots, shards, timers, signals, keys. Runs jobs and records their results.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "results/results_directory.hpp"
#include "results/run_end.hpp"
#include "run/active_shard.hpp"
#include "run/executor.hpp"
#include "run/first_shard.hpp"
#include "run/judge.hpp"
#include "run/keyboard.hpp"
#include "run/options.hpp"
#include "run/pulled_work.hpp"
#include "run/recorder.hpp"
#include "run/relayed_workers.hpp"
#include "run/running_units.hpp"
#include "run/selection.hpp"
#include "run/shard_output.hpp"
#include "run/shard_starter.hpp"
#include "run/signals.hpp"
#include "run/sources.hpp"
#include "schedule/forecast.hpp"
#include "schedule/schedule.hpp"
#include "suite/suite.hpp"

namespace isorun {

class Loop {
 public:
  // The objects it works with; all must outlive the loop.
  struct Parts {
    Executor& executor;
    Suite& suite;
    Schedule& schedule;
    const Selection& selection;
    Forecast& forecast;
    ResultsDirectory& directory;
    Recorder& recorder;
    Terminal& terminal;
    Signals& signals;
    Keyboard& keyboard;
    GroundworkOf groundwork_of;
    Deadline deadline;                  // of the whole run
    RelayedWorkers* workers = nullptr;  // of the suite's one shard; null: none
    PulledWork* work = nullptr;         // the queue that machines share; null: none
  };

  Loop(const Parts& parts, const Options& options, ShardOutputs outputs);

  // Runs the schedule's jobs as slots become free. All shards have ended when it returns. Errors: a
  // sandbox could not be set up, or results prove nothing.
  Result<RunEnd> run();

  // The unit that stands for the whole suite, if the command did not shard.
  [[nodiscard]] std::optional<std::size_t> whole() const { return first_shard_.whole(); }

  // The units that were running when the run was interrupted.
  [[nodiscard]] const std::vector<RunningRecord>& interrupted() const { return interrupted_; }

 private:
  using Clock = std::chrono::steady_clock;

  Result<void> fill_slots();
  Result<void> start(Job job);

  void add_sources();
  void add_deadlines(Wakeups& wakeups) const;

  void release_read();
  void handle_signals();
  void handle_keys();
  void ask_queue(Wakeups& wakeups);
  void handle_queue();
  void suspend();
  void keep_time();
  void finish_ended();
  void finish(const std::shared_ptr<ActiveShard>& active);
  void take_judged();
  void take(const Judge::Case& judged);
  [[nodiscard]] std::size_t unread();
  void report(const ActiveShard& active, const ShardResults& results, const Ended& ended);
  bool is_done();
  void finish_workers();

  bool has_divided_a_job();

  void fail(Error error);
  void stop_all(Evidence::Stop why);

  Parts parts_;
  const Options& options_;
  ShardOutputs outputs_;
  RunningUnits running_units_;
  FirstShard first_shard_;
  ShardStarter starter_;
  ActiveShards active_;
  Deadline deadline_;        // of the whole run
  Deadline next_division_;   // when to check whether a running job should give units back
  Deadline patience_;        // how long reading shards may take once the run should end
  bool is_behind_ = false;   // too many shards wait to be read
  bool is_crowded_ = false;  // a large layer in memory waits to be read
  bool is_merged_ = false;
  RunEnd end_ = RunEnd::complete;
  std::vector<RunningRecord> interrupted_;
  std::optional<Error> error_;
  Sources sources_;
  Judge judge_;  // destroyed first
};

}  // namespace isorun
