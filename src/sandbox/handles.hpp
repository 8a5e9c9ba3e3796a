// What the public classes of isorun/sandbox.hpp hold: the launcher's ends of the stage and of the
// shards.
#pragma once

#include <memory>
#include <optional>
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
  StageOrders orders;
  UniqueFd socket;
  pid_t pid = -1;
  UniqueFd process;                // pidfd
  std::optional<int> wait_status;  // once it has ended
  std::uint64_t next_shard = 0;
  std::size_t live_shards = 0;    // those that the launcher still holds
  std::optional<Error> leftover;  // what it could not remove at its end
  UniqueFd null;

  Stage() = default;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  ~Stage();

  static Result<std::shared_ptr<Stage>> open(const Layout& layout);

  // Clones the process, then serves it until it is ready.
  Result<void> start();
  Result<void> serve();

  // False if the process is gone.
  bool send(const StageRequest& request) const;

  // Has pid 1 of a shard go on if somebody has stopped it, or the stage.
  void wake(std::uint64_t shard) const;

  // Whether it has ended, though nobody asked it to. While a shard runs, this is known before the
  // kernel ends the shard for it.
  [[nodiscard]] bool is_gone() const;

  // Ends it, if it has not ended, and waits until what is on disk is removed.
  void end();

  // Waits for the end. Errors: what it is called in `start` and in a shard's ending.
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
  std::string program;  // argv[0], for errors
  UniqueFd channel;
  Layer layer;
  std::optional<Ending> ending;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State();

  void receive(int flags);

 private:
  [[nodiscard]] Error error_of(const ShardReport& report) const;
};

// The same file under a number above 2. A program that embeds the library may have closed 0, 1 or
// 2, and still means its standard streams when it names them: no descriptor of ours takes their
// place.
UniqueFd above_standard(int fd);

// What a step uses of the host.
Facility facility_of(const Step& step);

// A step that failed, with the kernel's own words if it had any, and the remedy.
Error step_error(const Step& step, int code, const char* kernel_words);

}  // namespace isorun
