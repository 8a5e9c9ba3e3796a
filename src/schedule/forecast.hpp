// When a run will end, judging by how long its units took before. Pure: no clock, no I/O.
//
//   Forecast forecast(tasks, {.slots = 4});
//   ... forecast.job_ended(job.units, took); forecast.unit_ended(unit, duration); ...
//   if (const auto outlook = forecast.outlook(running)) show(outlook->left);
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <unordered_map>
#include <unordered_set>

#include "schedule/task.hpp"

namespace isorun {

struct Outlook {
  std::chrono::nanoseconds left{};
  // How long units take: 1.2 is 20 % longer than before. None: too few have ended.
  std::optional<double> pace{};
};

class Forecast {
 public:
  Forecast(std::span<const Task> tasks, const Policy& policy);

  // A job of these units has ended after that time.
  void job_ended(std::span<const std::size_t> units, std::chrono::nanoseconds took);
  // A unit has its final result.
  void unit_ended(std::size_t unit, std::chrono::nanoseconds duration);

  // The units turned out to be others.
  void forget() { is_known_ = false; }

  struct RunningJob {
    std::span<const std::size_t> units;
    std::chrono::nanoseconds time;  // since it started
  };
  // Nothing if the durations of most units are unknown, or rounds are unlimited.
  [[nodiscard]] std::optional<Outlook> outlook(std::span<const RunningJob> running) const;

 private:
  // What was expected, and what it came to.
  struct Comparison {
    std::chrono::nanoseconds expected{};
    std::chrono::nanoseconds actual{};
    [[nodiscard]] double ratio() const;
  };
  [[nodiscard]] std::chrono::nanoseconds expected(std::span<const std::size_t> units) const;

  std::size_t slots_;
  bool is_known_ = false;
  std::unordered_map<std::size_t, std::chrono::nanoseconds> expected_;  // by unit
  std::unordered_set<std::size_t> guessed_;                             // units new to the history
  std::chrono::nanoseconds all_{};                                      // of all rounds
  std::chrono::nanoseconds left_{};  // of units without a final result
  Comparison jobs_;                  // with start-ups, so it tells when the run ends
  Comparison units_;                 // those that are not guessed
};

}  // namespace isorun
