// Decides which job runs next, as slots become free and outcomes arrive. Pure: no clock, no I/O.
// The same tasks, policy and outcomes always give the same job indices, regardless of timing; but
// if no duration is known, what jobs took decides which units share one.
//
//   Schedule schedule(tasks, {.slots = 4, .retries = 2});
//   while (!schedule.is_done()) {
//     while (std::optional<Job> job = schedule.next()) start(*job);
//     const Job& job = wait_for_one();
//     schedule.release(job, took);  // frees its slots while its results are read
//     const Ended ended = schedule.end(job, outcomes);
//   }
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

#include "schedule/bundles.hpp"
#include "schedule/give_back.hpp"
#include "schedule/pool.hpp"
#include "schedule/queue.hpp"
#include "schedule/task.hpp"

namespace isorun {

// The work of one shard.
struct Job {
  // Unique. Round 0 starts from 0, then its repeats, then round 1.
  std::size_t index = 0;
  std::vector<std::size_t> units{};  // indices into the suite, in running order
  std::size_t slots = 1;             // from 1 to Policy::slots; all: it runs alone
  unsigned round = 0;
  unsigned attempt = 0;  // a unit that passes in an attempt above 0 is flaky
};

struct Outcome {
  std::size_t unit = 0;
  bool is_good = true;
};

enum class Meaning {
  last_word,     // the unit's final result in this round
  again,         // the unit failed and will be retried, here or where it is handed on to
  not_asked_for  // ran only as part of its bundle; ignore it
};

struct Ended {
  std::vector<Meaning> meanings{};  // one per outcome
  // Units without an outcome that do not run again, because the job made no progress. The result of
  // an earlier attempt, if any, is final.
  std::vector<std::size_t> given_up{};
  // Policy::is_fed: units of one bundle each that run again only once feed_again() names them.
  std::vector<std::vector<std::size_t>> handed_on{};
};

class Schedule {
 public:
  // Groups are views and must outlive the schedule. Each unit belongs to one task only.
  Schedule(std::vector<Task> tasks, const Policy& policy);

  // The next job to start, which then counts as running. None: ask again after release() or end().
  std::optional<Job> next();

  // The job's process has ended after that time: frees its slots and locks.
  void release(const Job& job, std::optional<std::chrono::nanoseconds> took = std::nullopt);

  // Records the outcomes of a job, and releases it if necessary. Units without an outcome run
  // again, as long as the job made progress. If it made none but `tells_one_by_one` is set, each
  // bundle runs again in a job of its own.
  Ended end(const Job& job, std::span<const Outcome> outcomes, bool tells_one_by_one = false);

  // Whether a slot is free for which there is no job, while a running job might give units back.
  [[nodiscard]] bool wants_units_back() const;

  struct Division {
    std::size_t job = 0;    // Job::index
    std::size_t first = 0;  // of its units: this one and those after it make the other job
  };
  // The division of a running job that is most worth while; nullopt: none is.
  [[nodiscard]] std::optional<Division> division(std::span<const JobProgress> running) const;

  // The running job has given these units back: they are another job. Returns what it keeps.
  Job divide(const Division& division);

  // Policy::is_fed: lets these tasks run, named by position. Each bundle comes once, and whole.
  // Outcomes of tasks in `others` are not asked for; a bundle of such tasks does not run.
  void feed(std::span<const std::size_t> positions, std::span<const std::size_t> others = {});
  // Policy::is_fed: lets tasks of one bundle run again, here for the first time or not, in an
  // attempt from 1. Each task comes once for an attempt.
  void feed_again(std::span<const std::size_t> positions, unsigned attempt);
  // Policy::is_fed: no more tasks come.
  void end_feeding() { is_fed_ = false; }
  // Policy::is_fed: whether more tasks may come.
  [[nodiscard]] bool may_be_fed() const { return is_fed_ && !has_stopped_; }
  // Policy::is_fed: whether a slot is free for which there is no task.
  [[nodiscard]] bool is_hungry() const;
  // Policy::is_fed: units that were handed on and have not come back.
  [[nodiscard]] const std::set<std::size_t>& handed_on() const { return handed_on_; }
  // Units of the tasks that may run, in order; without feeding, that is all.
  [[nodiscard]] std::vector<std::size_t> units() const;

  // Policy::first_alone: lets the other jobs start.
  void release_held();
  // Policy::first_alone: drops all jobs but the first, which is still running.
  void keep_only(const Job& job);
  [[nodiscard]] bool holds_jobs() const { return !held_.empty(); }

  // Starts no more jobs. Outcomes of running jobs are final.
  void stop() { has_stopped_ = true; }

  // Whether stop() was called or the limit of failures was reached.
  [[nodiscard]] bool has_stopped() const { return has_stopped_; }
  // Whether failures may stop it.
  [[nodiscard]] bool stops_at_failures() const {
    return policy_.max_fail > 0 || policy_.until_fail;
  }
  // Nothing is running or will run.
  [[nodiscard]] bool is_done() const;

  // All job indices are below this, if rounds are limited: for shards outside the schedule.
  [[nodiscard]] std::size_t index_limit() const;

  // The number of final results if no unit is given up; nullopt: rounds are unlimited.
  [[nodiscard]] std::optional<std::size_t> expected() const;

  struct Missing {
    std::size_t unit = 0;
    unsigned round = 0;
    bool operator==(const Missing&) const = default;
  };
  // Units without a final result in the rounds begun: given up, or stopped early.
  [[nodiscard]] std::vector<Missing> missing() const;

 private:
  using Positions = std::vector<std::size_t>;  // of tasks
  struct Part {
    Job job{};
    Demand demand{};
    Positions wanted{};                     // sorted; the tasks whose outcomes count
    std::optional<std::size_t> pool{};      // it is, or was, to be taken from this one
    std::vector<std::size_t> boundaries{};  // of its units, where it may give back the rest
    bool is_released = false;
  };
  struct Source {
    Pool pool;
    std::vector<Positions> pieces;
    Demand demand{};
    unsigned round = 0;
  };
  struct Round {
    std::vector<bool> is_settled{};  // by position; empty: all are settled
    std::size_t left = 0;
    std::size_t next_index = 0;
  };

  [[nodiscard]] bool has_more_rounds() const;
  void place_tasks();
  void open_round();
  void open_feeding();
  void await(std::size_t position);
  void add(Part part, bool is_first);
  void add_next_of(std::size_t pool);
  void fill(Part& part);
  void add_retries(const Part& part, const Positions& failed, Ended& ended);
  void add_retry(unsigned round, unsigned attempt, Positions wanted);
  [[nodiscard]] bool hands_on(const Bundle& bundle) const;
  void add_rest(const Part& part, const Positions& rest, std::size_t done);
  bool add_apart(const Part& part, const Positions& rest);
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
  std::vector<Part> held_;  // until release_held() or keep_only()
  std::vector<Round> rounds_;
  std::vector<Source> pools_;
  std::size_t failures_ = 0;
  bool has_stopped_ = false;
  bool is_fed_ = false;        // more tasks may come
  std::set<std::size_t> fed_;  // their positions
  std::set<std::size_t> handed_on_;
};

}  // namespace isorun
