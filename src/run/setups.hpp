// Set-ups and tear-downs: commands of the user that run once, before the first shard and after the
// last. What a set-up wrote lies below the writes of the shards that need it.
//
//   Setups setups({...}, options);
//   if (const Result<void> possible = setups.check(); !possible) ...
//   const std::optional<Result<RunEnd>> end = setups.set_up(deadline);   // nullopt: start shards
//   ... start each with setups.groundwork(selection.setups_of(units)) ...
//   setups.tear_down(terminal);
//   setups.add_to(run);
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/sandbox.hpp>

#include "base/deadline.hpp"
#include "collect/collector.hpp"
#include "report/record.hpp"
#include "report/terminal.hpp"
#include "report/terminal_settings.hpp"
#include "results/results_directory.hpp"
#include "results/run_end.hpp"
#include "results/setup_cache.hpp"
#include "run/attempt.hpp"
#include "run/options.hpp"
#include "run/selection.hpp"
#include "run/signals.hpp"

namespace isorun {

class Setups {
 public:
  // All must outlive it.
  struct Parts {
    Sandbox& sandbox;
    Signals& signals;
    ResultsDirectory* directory;  // for their logs; null: none are kept
    const Selection& selection;
    const TerminalSettings& settings;
    Collector* collector;  // takes files of set-ups; null: none are collected
  };

  Setups(const Parts& parts, const Options& options)
      : parts_(parts),
        options_(options),
        cache_(SetupCache::standard_directory(), options.cache_limit) {}

  // Whether set_up() can do what it is asked to. Errors: Phase::usage.
  [[nodiscard]] Result<void> check() const;

  // Runs those that a selected unit needs in order, until one fails, each above those before it
  // that all of its units see. What one with inputs left is cached, and used instead of running it
  // while they are the same. Prints a line for each, and the output of one that fails. nullopt:
  // shards may start; else how the run ends.
  std::optional<Result<RunEnd>> set_up(const Deadline& deadline);

  // Runs all tear-downs in order, each above all set-ups that ran. Shows a line for each, and the
  // output of those that fail.
  void tear_down(Terminal& terminal);

  // What these set-ups left, as far as they ran.
  [[nodiscard]] Groundwork groundwork(std::uint32_t setups) const;

  // Adds their records, and a problem for each that failed.
  void add_to(RunRecord& run) const;

 private:
  // What a set-up left.
  struct Done {
    Words variables;
    std::string layer;  // the id of its cached layer; empty: it is not cached
  };

  // A step that has ended.
  struct Step {
    StepRecord record;
    Done left = {};
    std::string lines = {};  // for the user
  };
  using Ended = Result<std::optional<Step>>;  // nullopt: it was interrupted

  // A step that is about to run. `take` gets the layer of one that succeeds, and may change the
  // step.
  struct Task {
    const StepOptions& step;
    StepRecord record;
    Attempt::Start how;
    ShardCommand command;
    bool reads_variables = true;  // from the file of `step`
    std::function<Result<void>(const Layer& layer, Step& step)> take;
  };

  [[nodiscard]] std::uint32_t seen_by_all_units_of(unsigned number) const;
  [[nodiscard]] Result<void> check_copies() const;
  [[nodiscard]] Result<void> check_inputs() const;
  [[nodiscard]] Task task_of(const StepOptions& step, StepRecord record,
                             const Attempt::Start& how) const;
  Ended run(Task task);
  Ended set_up(Task task);
  Ended restore(Task task, const CachedLayer& cached);
  [[nodiscard]] Result<std::string> key_of(const StepOptions& options,
                                           const Groundwork& below) const;
  [[nodiscard]] Result<std::string> store(const StepOptions& options, const Groundwork& below,
                                          const std::string& key, const Layer& layer,
                                          const Words& variables) const;
  [[nodiscard]] std::string problem_of(const StepRecord& record) const;
  [[nodiscard]] std::string lines_of(const StepRecord& record, std::string_view output) const;
  Result<Words> read_variables(const std::string& file, const Evidence& evidence) const;

  Parts parts_;
  const Options& options_;
  const SetupCache cache_;
  std::map<unsigned, Done> done_;  // by number
  std::vector<StepRecord> records_;
  std::vector<std::string> problems_;
};

}  // namespace isorun
