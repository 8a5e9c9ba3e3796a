// Which units are running, judging by the logs: for the terminal, and to report slow ones.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "base/deadline.hpp"
#include "base/wakeups.hpp"
#include "report/record.hpp"
#include "report/terminal.hpp"
#include "run/active_shard.hpp"
#include "run/selection.hpp"
#include "schedule/forecast.hpp"
#include "suite/suite.hpp"

namespace isorun {

class RunningUnits {
 public:
  // All must outlive it. Units that take longer than `slow` are reported.
  struct Parts {
    const Suite& suite;
    const Selection& selection;
    const Forecast& forecast;
    Terminal& terminal;
    std::chrono::nanoseconds slow{};
  };
  explicit RunningUnits(const Parts& parts) : parts_(parts) {}

  void start(ActiveShard& shard);

  // Looks at the logs if it is time to.
  void look(const ActiveShards& shards);
  // When it will be.
  void add_to(Wakeups& wakeups) const;

  void show_snapshot(const ActiveShards& shards);

  // Says for how long each has been running.
  [[nodiscard]] std::vector<RunningRecord> records(const ActiveShards& shards);

 private:
  using Clock = std::chrono::steady_clock;

  void find(ActiveShard& shard, Clock::time_point now);
  [[nodiscard]] std::optional<Outlook> outlook(const ActiveShards& shards,
                                               Clock::time_point now) const;
  void find_all(const ActiveShards& shards, Clock::time_point now);

  Parts parts_;
  Deadline next_look_;
};

}  // namespace isorun
