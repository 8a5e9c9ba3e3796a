// Runs a schedule without running anything: how long would units of these durations take?
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "schedule/schedule.hpp"

namespace isorun {

struct SimulatedRun {
  std::chrono::nanoseconds makespan{};
  std::size_t jobs = 0;
  std::size_t divisions = 0;  // jobs that gave units back
};

class Simulation {
 public:
  using Durations = std::vector<std::chrono::nanoseconds>;

  // `durations` by unit; `start_up` of each job.
  Simulation(Schedule schedule, const Durations& durations, std::chrono::nanoseconds start_up)
      : schedule_(std::move(schedule)), durations_(durations), start_up_(start_up) {}

  SimulatedRun run() {
    while (!schedule_.is_done()) {
      start_jobs();
      if (divide_a_job()) continue;
      const auto first = std::ranges::min_element(running_, {}, &Running::end);
      if (schedule_.wants_units_back() && first->end > now_ + look_) {
        now_ += look_;
        continue;
      }
      now_ = first->end;
      const Running ended = std::move(*first);
      running_.erase(first);
      finish(ended);
    }
    result_.makespan = now_;
    return result_;
  }

 private:
  struct Running {
    Job job;
    std::chrono::nanoseconds start{};
    std::chrono::nanoseconds end{};
  };

  void start_jobs() {
    while (std::optional<Job> job = schedule_.next()) {
      const std::chrono::nanoseconds end = now_ + start_up_ + work_of(*job);
      running_.push_back({std::move(*job), now_, end});
      ++result_.jobs;
    }
  }

  void finish(const Running& ended) {
    std::vector<Outcome> outcomes;
    for (const std::size_t unit : ended.job.units) outcomes.push_back({unit, true});
    schedule_.release(ended.job, ended.end - ended.start);
    schedule_.end(ended.job, outcomes);
  }

  bool divide_a_job() {
    if (!schedule_.wants_units_back()) return false;
    std::vector<JobProgress> progress;
    for (const Running& running : running_)
      if (now_ - running.start >= start_up_) progress.push_back(progress_of(running));
    const auto division = schedule_.division(progress);
    if (!division) return false;
    const auto found = std::ranges::find(running_, division->job,
                                         [](const Running& running) { return running.job.index; });
    found->job = schedule_.divide(*division);
    found->end = found->start + start_up_ + work_of(found->job);
    ++result_.divisions;
    return true;
  }

  // A shard of pytest claims its tests like this: the next but one before the next begins.
  [[nodiscard]] JobProgress progress_of(const Running& running) const {
    const std::chrono::nanoseconds since_first = now_ - running.start - start_up_;
    std::chrono::nanoseconds latest{};
    std::size_t ended = 0;
    for (const std::size_t unit : running.job.units) {
      if (latest + durations_[unit] > since_first) break;
      latest += durations_[unit];
      ++ended;
    }
    return {.job = running.job.index,
            .begun = std::min(ended + 2, running.job.units.size()),
            .start_up = start_up_,
            .since_first = since_first,
            .since_last = since_first - latest};
  }

  [[nodiscard]] std::chrono::nanoseconds work_of(const Job& job) const {
    std::chrono::nanoseconds work{};
    for (const std::size_t unit : job.units) work += durations_[unit];
    return work;
  }

  static constexpr std::chrono::nanoseconds look_ = std::chrono::milliseconds(50);

  Schedule schedule_;
  const Durations& durations_;
  std::chrono::nanoseconds start_up_;
  std::chrono::nanoseconds now_{};
  std::vector<Running> running_;
  SimulatedRun result_;
};

}  // namespace isorun
