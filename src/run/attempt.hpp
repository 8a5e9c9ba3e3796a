// One shard, from its start to the evidence it leaves.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <isorun/sandbox.hpp>
#include <isorun/unique_fd.hpp>

#include "base/deadline.hpp"
#include "base/wakeups.hpp"
#include "run/executor.hpp"
#include "run/shard_output.hpp"
#include "run/shard_services.hpp"
#include "suite/suite.hpp"

namespace isorun {

// What set-ups left for the commands after them.
struct Groundwork {
  std::vector<unsigned> setups = {};  // their numbers
  Words variables = {};               // NAME=VALUE, each name once
};

// What these set-ups, which have a bit each, left.
using GroundworkOf = std::function<Groundwork(std::uint32_t setups)>;

class Attempt {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  struct Start {
    unsigned slot = 0;
    Deadline deadline = {};                  // the time for services to start comes on top of it
    int input = -1;                          // borrowed; -1: /dev/null
    int errors = -1;                         // borrowed; -1: standard error goes to `output`
    std::optional<unsigned> setup = {};      // as Command::setup
    bool traced = false;                     // as Command::traced
    const Groundwork* groundwork = nullptr;  // borrowed; null: none
  };

  // `output`, which is open, receives standard output and error; the caller pumps it, and that of
  // the services.
  static Result<Attempt> start(Executor& executor, const ShardCommand& command, const Start& how,
                               std::unique_ptr<ShardOutput> output, ShardServices services = {});

  // Starts a command whose output isorun does not read.
  static Result<Attempt> start(Executor& executor, Command command, unsigned slot,
                               ShardServices services = {});

  // When to call poll() and keep_time().
  void add_to(Wakeups& wakeups) const;

  [[nodiscard]] TimePoint begin() const { return begin_; }
  [[nodiscard]] const Layer& layer() const { return execution_->layer(); }
  [[nodiscard]] const ShardOutput* output() const { return output_.get(); }
  [[nodiscard]] const ShardServices& services() const { return services_; }

  // Whether the command has ended and its output can be read.
  bool poll();

  // The results directory of the command, which may still be running; invalid: not yet. The first
  // call only prepares later ones.
  UniqueFd open_results();

  // Whether the command has created one of these files in that directory.
  bool has_left(const std::vector<std::string>& names);

  // See Shard::take_trace().
  std::optional<Trace> take_trace() { return execution_->take_trace(); }

  // Asks the command to end, and kills it after the grace period. A second call kills it at once.
  void stop(Evidence::Stop why);

  // Whether the layer of the ended shard occupies memory that the slot's next shard may need.
  [[nodiscard]] bool holds_much_memory() const;

  // Handles an expired deadline.
  void keep_time();

  // Call after the end. The evidence refers to this object.
  Evidence evidence();

 private:
  struct Parts {
    TimePoint begin;
    std::unique_ptr<Execution> execution;
    std::unique_ptr<ShardOutput> output;
    ShardServices services;
    std::string results_directory;
    Deadline deadline;
  };
  explicit Attempt(Parts parts);

  void keep_up_with_services();
  [[nodiscard]] UniqueFd results_part() const;
  [[nodiscard]] std::optional<std::string> result_file(std::string_view name) const;
  [[nodiscard]] std::optional<Reason> find_hint(std::string_view log) const;

  TimePoint begin_;
  std::unique_ptr<Execution> execution_;
  std::unique_ptr<ShardOutput> output_;
  ShardServices services_;
  std::string results_directory_;
  Deadline deadline_;
  std::optional<Deadline> later_;  // the deadline once services have started, from begin_
  Evidence::Stop stop_ = Evidence::Stop::none;
  std::uint64_t oom_kills_before_ = 0;
  std::optional<Ending> ending_;
  bool is_layer_open_ = false;
};

}  // namespace isorun
