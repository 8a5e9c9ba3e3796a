// Short words for tests of the schedule.
#pragma once

#include <gtest/gtest.h>

#include "schedule/schedule.hpp"

namespace isorun {

using namespace std::chrono_literals;

using Units = std::vector<std::size_t>;

// Unit n is task n, of 1 s.
inline std::vector<Task> tasks_of(std::size_t count) {
  std::vector<Task> tasks(count);
  for (std::size_t unit = 0; unit < count; ++unit)
    tasks[unit] = {.unit = unit, .estimate = {.duration = 1s}};
  return tasks;
}

inline std::vector<Task> tasks_without_history(std::size_t count) {
  std::vector<Task> tasks(count);
  for (std::size_t unit = 0; unit < count; ++unit) tasks[unit].unit = unit;
  return tasks;
}

// Makes each unit of 1 s a job of its own.
inline constexpr auto no_start_up = 1ns;

inline std::vector<Job> all_next(Schedule& schedule) {
  std::vector<Job> jobs;
  while (std::optional<Job> job = schedule.next()) jobs.push_back(std::move(*job));
  return jobs;
}

inline std::vector<Units> units_of(const std::vector<Job>& jobs) {
  std::vector<Units> result;
  result.reserve(jobs.size());
  for (const Job& job : jobs) result.push_back(job.units);
  return result;
}

inline std::vector<Outcome> outcomes(const Units& units, bool is_good = true) {
  std::vector<Outcome> result;
  for (const std::size_t unit : units) result.push_back({unit, is_good});
  return result;
}

inline Ended pass(Schedule& schedule, const Job& job) {
  return schedule.end(job, outcomes(job.units));
}
inline Ended fail(Schedule& schedule, const Job& job) {
  return schedule.end(job, outcomes(job.units, false));
}

// Every unit of each job that started, in the order of their starting, with all that pass.
inline std::vector<Units> run_all(Schedule& schedule) {
  std::vector<Units> started;
  std::vector<Job> running;
  while (!schedule.is_done()) {
    for (Job& job : all_next(schedule)) {
      started.push_back(job.units);
      running.push_back(std::move(job));
    }
    if (running.empty()) {
      ADD_FAILURE() << "nothing runs, and it is not done";
      break;
    }
    pass(schedule, running.front());
    running.erase(running.begin());
  }
  return started;
}

inline std::vector<Units> run_all(const std::vector<Task>& tasks, const Policy& policy) {
  Schedule schedule(tasks, policy);
  return run_all(schedule);
}

}  // namespace isorun
