// The state behind the public classes of isorun/sandbox.hpp: the launcher's ends of the stage and
// of shards.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <sys/types.h>

#include <isorun/sandbox.hpp>

#include "host/remedy.hpp"
#include "sandbox/plan.hpp"
#include "sandbox/stage.hpp"
#include "sandbox/wire.hpp"

namespace isorun {

// The launcher's end of the stage process.
struct Sandbox::Stage {
  Plan plan;
  std::vector<sock_filter> filter;
  std::vector<sock_filter> trace_filter;  // empty: no command is traced
  StageOrders orders;
  UniqueFd socket;
  pid_t pid = -1;
  UniqueFd process;                // pidfd
  std::optional<int> wait_status;  // once it has ended
  std::uint64_t next_shard = 0;
  unsigned setups = 0;            // a bit for each that was started
  std::size_t live_shards = 0;    // shards that the launcher still holds
  std::optional<Error> leftover;  // what the stage could not remove at its end
  UniqueFd null;

  Stage() = default;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  ~Stage();

  static Result<std::shared_ptr<Stage>> open(const Layout& layout);

  // Clones the process, and serves it until it is ready.
  Result<void> start();
  Result<void> serve();

  // False if the process is gone.
  bool send(const StageRequest& request) const;

  // Continues a shard's pid 1, and the stage, if they were stopped.
  void wake(std::uint64_t shard) const;

  // Whether the stage ended unexpectedly. This is known before the kernel ends its shards.
  [[nodiscard]] bool is_gone() const;

  // Ends the stage if it is running, and waits until its files on disk are removed.
  void end();

  // Waits for the end and returns the error to report in `start` and in a shard's ending.
  [[nodiscard]] Error lost();

 private:
  void go_on() const;
  void hear_leftover();
  [[nodiscard]] Error error_of(const StageReport& report) const;
};

// The launcher's end of a shard's channel.
struct Shard::State {
  std::shared_ptr<Sandbox::Stage> stage;
  std::uint64_t number = 0;
  std::string program;            // argv[0], for errors
  std::vector<Service> services;  // for errors
  Progress progress = Progress::running;
  UniqueFd channel;
  Layer layer;
  bool keeps_layer = false;    // later shards see it
  std::optional<Trace> trace;  // until it is taken
  std::optional<Ending> ending;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State();

  void receive(int flags);

 private:
  void hear_of_trace(const ShardReport& report, std::span<const int> received);
  bool note_progress(ShardReport::Kind kind);
  [[nodiscard]] std::vector<ServiceEnding> service_endings(const ShardReport& report) const;
  [[nodiscard]] Error error_of(const ShardReport& report) const;
};

// The same file under a number above 2. An embedding program may have closed 0, 1 or 2 and still
// use these numbers for its standard streams, so none of our descriptors may take them.
UniqueFd above_standard(int fd);

// The facility of the host that a step needs.
Facility facility_of(const Step& step);

// The error of a failed step, with the kernel's message, if any, and the remedy.
Error step_error(const Step& step, int code, const char* kernel_words);

}  // namespace isorun
