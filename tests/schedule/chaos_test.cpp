// Every rule of the schedule at once, on suites made at random.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedule_steps.hpp"

namespace isorun {
namespace {

using testing::SizeIs;

struct Chaos {
  std::vector<Task> tasks = tasks_of(300);
  Policy policy{.slots = 5, .retries = 2, .rounds = 2, .start_up = 30ms};

  explicit Chaos(unsigned seed) {
    std::mt19937 random(seed);
    const auto one_in = [&random](unsigned count) { return random() % count == 0; };
    for (Task& task : tasks) {
      task.estimate.duration = 1ms * (random() % 100);
      if (one_in(3)) task.estimate.duration.reset();
      for (const char* lock : {"a", "b", "c"})
        if (one_in(10)) task.needs.locks.emplace_back(lock);
      task.needs.serial = one_in(40);
      if (one_in(15)) task.needs.slots = 1 + static_cast<unsigned>(random() % 7);
      if (one_in(10)) task.needs.bundle = std::string(1, static_cast<char>('0' + random() % 8));
      task.is_alone = one_in(20);
      task.group = std::string_view("abcdefgh").substr(random() % 9);
    }
    policy.keeps_groups = one_in(2);
    if (one_in(2)) policy.shuffle = random();
    if (one_in(3)) policy.distribution = Distribution::fixed;
    if (one_in(2)) policy.max_units = 7;
  }

  // The outcomes of a job depend only on the job itself: some end half-way.
  static std::vector<Outcome> outcomes_of(const Job& job) {
    const std::size_t salt = std::size_t{job.attempt} * 5 + std::size_t{job.round} * 3;
    std::vector<Outcome> result;
    result.reserve(job.units.size());
    for (const std::size_t unit : job.units) result.push_back({unit, (unit * 7 + salt) % 4 != 0});
    if (job.index % 3 == 0) result.resize(result.size() / 2);
    return result;
  }

  // The units of each job by its index; `timing` decides which of the running ones ends next.
  [[nodiscard]] std::map<std::size_t, Units> run(unsigned timing) const {
    std::mt19937 random(timing);
    Schedule schedule(tasks, policy);
    std::map<std::size_t, Units> jobs;
    std::vector<Job> running;
    std::map<std::pair<std::size_t, unsigned>, int> last_words;
    while (!schedule.is_done()) {
      while (std::optional<Job> job = schedule.next()) {
        EXPECT_TRUE(jobs.emplace(job->index, job->units).second) << job->index;
        running.push_back(std::move(*job));
        check(running);
      }
      if (running.empty()) {
        ADD_FAILURE() << "nothing runs, and it is not done";
        return jobs;
      }
      const std::size_t which = random() % running.size();
      const Job job = running[which];
      running.erase(running.begin() + static_cast<std::ptrdiff_t>(which));
      const std::vector<Outcome> ends = outcomes_of(job);
      const Ended ended = schedule.end(job, ends);
      for (std::size_t i = 0; i < ends.size(); ++i)
        if (ended.meanings[i] == Meaning::last_word) ++last_words[{ends[i].unit, job.round}];
      for (const std::size_t unit : ended.given_up) ++last_words[{unit, job.round}];
    }
    EXPECT_THAT(last_words, SizeIs(tasks.size() * 2));
    for (const auto& [unit, count] : last_words) EXPECT_EQ(count, 1) << unit.first;
    return jobs;
  }

  void check(const std::vector<Job>& running) const {
    std::multiset<std::string> locks;
    std::size_t slots = 0;
    bool is_serial = false;
    for (const Job& job : running) {
      std::set<std::string> of_job;
      slots += job.slots;
      for (const std::size_t unit : job.units) {
        const Needs& needs = tasks[unit].needs;
        of_job.insert(needs.locks.begin(), needs.locks.end());
        is_serial = is_serial || needs.serial;
        EXPECT_GE(job.slots, std::min<std::size_t>(needs.slots, policy.slots));
      }
      locks.insert(of_job.begin(), of_job.end());
    }
    EXPECT_LE(slots, policy.slots);
    for (const std::string& lock : locks) EXPECT_EQ(locks.count(lock), 1U);
    EXPECT_TRUE(!is_serial || running.size() == 1);
  }
};

TEST(Chaos, EveryUnitHasOneLastWordARoundAndTimingChangesNoJob) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    const Chaos chaos(seed);
    EXPECT_EQ(chaos.run(1), chaos.run(2)) << seed;
    if (testing::Test::HasFailure()) FAIL() << "seed " << seed;
  }
}

}  // namespace
}  // namespace isorun
