// Tasks -> jobs, one after another, as slots become free and outcomes come in. Pure: it is told
// what happened, and knows no clock. The same tasks, policy and outcomes give every job the same
// index, however the jobs were timed.
//
//   Schedule schedule(tasks, {.slots = 4, .retries = 2});
//   while (!schedule.is_done()) {
//     while (std::optional<Job> job = schedule.next()) start(*job);
//     const Job& job = wait_for_one();
//     schedule.release(job);  // others may start while what it left is read
//     const Ended ended = schedule.end(job, outcomes);
//   }
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "schedule/bundles.hpp"
#include "schedule/queue.hpp"
#include "schedule/task.hpp"

namespace isorun {

// What one shard runs.
struct Job {
  // Unique. First the jobs of round 0 from 0 on, then what runs again of it, then round 1.
  std::size_t index = 0;
  std::vector<std::size_t> units{};  // of the suite, in the order in which to run them
  std::size_t slots = 1;             // how many it fills: 1 to Policy::slots; all: it runs alone
  unsigned round = 0;
  unsigned attempt = 0;  // a unit that is good in an attempt above 0 is flaky
};

struct Outcome {
  std::size_t unit = 0;
  bool is_good = true;
};

enum class Meaning {
  last_word,     // of this unit in this round
  again,         // the unit was not good, and runs again
  not_asked_for  // the unit ran only because its bundle had to; ignore it
};

struct Ended {
  std::vector<Meaning> meanings{};  // one an outcome
  // Units without an outcome that do not run again, for the job got nowhere. Their last word is
  // their earlier attempt's, if there was one.
  std::vector<std::size_t> given_up{};
};

class Schedule {
 public:
  // Groups are views: what they view must live as long as the schedule. No two tasks of one unit.
  Schedule(std::vector<Task> tasks, const Policy& policy);

  // What may start now; it counts as running from then on. None: ask again after the next
  // release() or end().
  std::optional<Job> next();

  // Its process has ended: its slots and locks are free, whatever became of its units.
  void release(const Job& job);

  // Takes what became of a job's units; releases it, if need be. Units of the job without an
  // outcome run again as long as the job got on.
  Ended end(const Job& job, std::span<const Outcome> outcomes);

  // Policy::first_alone: the other jobs may start now.
  void release_held();
  // Policy::first_alone: there is nothing to run but this job, the first one, which still runs.
  void keep_only(const Job& job);
  [[nodiscard]] bool holds_jobs() const { return !held_.empty(); }

  // Nothing more starts. Outcomes of what runs are last words.
  void stop() { has_stopped_ = true; }

  // Whether stop() was called, or enough units were not good.
  [[nodiscard]] bool has_stopped() const { return has_stopped_; }
  // Whether units that are not good may stop it.
  [[nodiscard]] bool stops_at_failures() const {
    return policy_.max_fail > 0 || policy_.until_fail;
  }
  // Nothing runs, and nothing will.
  [[nodiscard]] bool is_done() const;

  // No job has this index or a higher one, where rounds have an end: for shards beside the jobs.
  [[nodiscard]] std::size_t index_limit() const;

  // How many last words there will be, if none is given up; nullopt: there is no end of rounds.
  [[nodiscard]] std::optional<std::size_t> expected() const;

  struct Missing {
    std::size_t unit = 0;
    unsigned round = 0;
    bool operator==(const Missing&) const = default;
  };
  // What has no last word, in the rounds that have begun: given up, or stopped before it.
  [[nodiscard]] std::vector<Missing> missing() const;

 private:
  using Positions = std::vector<std::size_t>;  // of tasks
  struct Part {
    Job job{};
    Demand demand{};
    Positions wanted{};  // sorted: whose outcomes count
    bool is_released = false;
  };
  struct Round {
    std::vector<bool> is_settled{};  // by position; empty: all are
    std::size_t left = 0;
  };

  [[nodiscard]] bool has_more_rounds() const;
  void place_tasks();
  void open_round();
  void add(Part part, bool is_first);
  void add_retries(const Part& part, const Positions& failed);
  void add_rest(const Part& part, const Positions& rest, std::size_t done);
  [[nodiscard]] std::size_t index_base(unsigned round, unsigned attempt) const;
  void settle(std::size_t position, unsigned round);
  void count_failure();

  std::vector<Task> tasks_;
  Policy policy_;
  Bundles bundles_;
  unsigned most_retries_ = 0;
  std::unordered_map<std::size_t, std::size_t> position_of_;  // by unit
  Queue queue_;
  std::unordered_map<std::size_t, Part> waiting_;  // by index
  std::unordered_map<std::size_t, Part> running_;
  std::vector<Part> held_;  // until the first job has shown what it is
  std::vector<Round> rounds_;
  std::size_t failures_ = 0;
  bool has_stopped_ = false;
};

}  // namespace isorun
