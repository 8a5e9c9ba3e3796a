// The first shard of a command that may shard. The others wait until it has shown that it runs only
// a part of the suite: it leaves one of Suite::proofs().
#pragma once

#include <cstddef>
#include <optional>

#include "base/deadline.hpp"
#include "report/terminal.hpp"
#include "run/active_shard.hpp"
#include "schedule/forecast.hpp"
#include "schedule/schedule.hpp"
#include "suite/suite.hpp"

namespace isorun {

class FirstShard {
 public:
  // All must outlive it.
  struct Parts {
    Suite& suite;
    Schedule& schedule;
    Forecast& forecast;
    Terminal& terminal;
  };
  explicit FirstShard(const Parts& parts) : parts_(parts) {}

  // Looks while it runs. Whether it has just shown it: the others may start.
  bool has_proved(const ActiveShards& active);
  [[nodiscard]] Deadline next_look() const { return next_look_; }

  // When it has ended: without a proof it was the whole suite.
  void judge(const ActiveShard& ended, const Evidence& evidence);

  // The unit that stands for the whole suite, if the command did not shard.
  [[nodiscard]] std::optional<std::size_t> whole() const { return whole_; }

 private:
  Parts parts_;
  Deadline next_look_;
  std::optional<std::size_t> whole_;
};

}  // namespace isorun
