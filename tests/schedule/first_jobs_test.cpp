#include "schedule/first_jobs.hpp"

#include <algorithm>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedule_steps.hpp"

namespace isorun {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::SizeIs;
using testing::UnorderedElementsAre;

TEST(FirstJobs, FailedFirstThenTheLongest) {
  std::vector<Task> tasks = tasks_of(4);
  tasks[1].estimate.duration = 9s;
  tasks[2].estimate.failed = true;
  EXPECT_THAT(run_all(tasks, {.slots = 2, .start_up = no_start_up}),
              ElementsAre(Units{2}, Units{1}, Units{0}, Units{3}));
}

TEST(FirstJobs, AShortFailureHoldsBackNoLongUnitOfItsKind) {
  std::vector<Task> tasks = tasks_of(3);
  tasks[0].estimate.failed = true;
  tasks[1].estimate.duration = 9s;
  tasks[2].estimate.duration = 5s;
  tasks[2].needs.locks = {"db"};
  EXPECT_THAT(run_all(tasks, {.slots = 2, .start_up = no_start_up}),
              ElementsAre(Units{0}, Units{1}, Units{2}));
}

TEST(Estimates, ANewUnitIsLikeItsNeighbours) {
  std::vector<Task> tasks = tasks_of(6);
  for (std::size_t unit = 0; unit < 3; ++unit) tasks[unit].group = "slow";
  tasks[0].estimate.duration = 8s;
  tasks[1].estimate.duration = 6s;
  tasks[2].estimate.duration.reset();
  tasks[4].estimate.duration.reset();
  tasks[4].needs.expected = 7s;
  tasks[5].estimate.duration.reset();
  tasks[5].group = "unknown";
  EXPECT_THAT(run_all(tasks, {.slots = 2, .start_up = no_start_up, .max_units = 1}),
              ElementsAre(Units{0}, Units{2}, Units{4}, Units{1}, Units{5}, Units{3}));
}

TEST(Bundles, AreNeverDividedAndKeepTheirOrder) {
  std::vector<Task> tasks = tasks_of(9);
  for (const std::size_t unit : {0U, 4U, 8U}) tasks[unit].needs.bundle = "server";
  tasks[4].needs.locks = {"port"};
  EXPECT_THAT(run_all(tasks, {.slots = 3, .max_units = 1}), Contains(Units{0, 4, 8}));
}

TEST(Groups, StayTogether) {
  std::vector<Task> tasks = tasks_of(12);
  for (std::size_t unit = 0; unit < 12; ++unit) tasks[unit].group = unit % 2 == 0 ? "even" : "odd";
  Policy policy{.slots = 4, .keeps_groups = true, .start_up = no_start_up};
  EXPECT_THAT(run_all(tasks, policy),
              ElementsAre(Units{0, 2, 4, 6, 8, 10}, Units{1, 3, 5, 7, 9, 11}));
  policy.max_units = 4;
  EXPECT_THAT(run_all(tasks, policy), UnorderedElementsAre(Units{0, 2, 4, 6}, Units{1, 3, 5, 7},
                                                           Units{8, 10}, Units{9, 11}));
  policy.max_units = 1;
  EXPECT_THAT(run_all(tasks, policy), SizeIs(12));
}

TEST(Groups, SmallOnesShareAJob) {
  std::vector<Task> tasks = tasks_of(6);
  for (std::size_t unit = 0; unit < 6; ++unit)
    tasks[unit].group = std::string_view("aabbcc").substr(unit, 1);
  const std::vector<Units> started =
      run_all(tasks, {.slots = 2, .keeps_groups = true, .start_up = 10s});
  for (const Units& units : started) EXPECT_EQ(units.size() % 2, 0U);
  EXPECT_LT(started.size(), 3U);
}

TEST(FixedDistribution, GivesEachSlotOneJobOfTheSameLength) {
  std::vector<Task> tasks = tasks_of(8);
  tasks[3].estimate.duration = 7s;
  EXPECT_THAT(run_all(tasks, {.slots = 2, .distribution = Distribution::fixed}),
              UnorderedElementsAre(Units{3}, Units{0, 1, 2, 4, 5, 6, 7}));
}

TEST(FixedDistribution, SetupsAndServicesMakeNoDifference) {
  std::vector<Task> tasks = tasks_of(8);
  for (Task& task : tasks) task.needs.setups = task.needs.services = 1;
  EXPECT_THAT(run_all(tasks, {.slots = 2, .distribution = Distribution::fixed}), SizeIs(2));
}

TEST(FixedDistribution, UsesEverySlotWhereNothingTakesAnyTime) {
  std::vector<Task> tasks = tasks_of(8);
  for (Task& task : tasks) task.estimate.duration = 0s;
  EXPECT_THAT(run_all(tasks, {.slots = 4, .distribution = Distribution::fixed}), SizeIs(4));
}

TEST(FixedDistribution, AShareThatIsCutRunsInItsOrder) {
  std::vector<Task> tasks = tasks_of(3);
  tasks[0].estimate.duration = 9s;
  tasks[2].estimate.duration = 2s;
  EXPECT_THAT(run_all(tasks, {.slots = 2, .distribution = Distribution::fixed, .max_units = 1}),
              ElementsAre(Units{0}, Units{1}, Units{2}));
}

TEST(FixedDistribution, KeepsTheLimitsAndTheGroups) {
  std::vector<Task> tasks = tasks_of(6);
  EXPECT_THAT(run_all(tasks, {.slots = 2, .distribution = Distribution::fixed, .max_units = 2}),
              SizeIs(4));
  for (Task& task : tasks) task.group = "all";
  const Policy grouped{.slots = 2, .distribution = Distribution::fixed, .keeps_groups = true};
  EXPECT_THAT(run_all(tasks, grouped), SizeIs(1));
}

TEST(Shuffle, ASeedIsTheSameOrderEverywhere) {
  const auto order = [](std::uint64_t seed) {
    return run_all(tasks_of(8), {.slots = 1, .shuffle = seed}).front();
  };
  std::mt19937_64 random(7);
  Units expected = {0, 1, 2, 3, 4, 5, 6, 7};
  for (std::size_t places = 8; places > 1; --places)
    std::swap(expected[places - 1], expected[random() % places]);
  EXPECT_EQ(order(7), expected);
  EXPECT_NE(order(7), order(8));
}

TEST(Shuffle, ComesBeforeEveryPriority) {
  std::set<std::size_t> first;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    std::vector<Task> tasks = tasks_of(4);
    tasks[0].estimate.duration = 9s;
    tasks[1].estimate.failed = true;
    tasks[2].needs.locks = {"db"};
    const std::vector<Units> started =
        run_all(tasks, {.slots = 2, .shuffle = seed, .max_units = 1});
    ASSERT_THAT(started, SizeIs(4));
    first.insert(started.front().front());
  }
  EXPECT_THAT(first, SizeIs(4));
}

TEST(Shuffle, KeepsGroupsAndBundlesTogether) {
  std::vector<Task> tasks = tasks_of(8);
  for (std::size_t unit = 0; unit < 8; ++unit) tasks[unit].group = unit < 4 ? "a" : "b";
  tasks[1].needs.bundle = tasks[3].needs.bundle = "pair";
  const Units order = run_all(tasks, {.slots = 1, .keeps_groups = true, .shuffle = 3}).front();
  const auto in_a = [](std::size_t unit) { return unit < 4; };
  EXPECT_TRUE(std::ranges::is_partitioned(order, in_a) ||
              std::ranges::is_partitioned(order, std::not_fn(in_a)));
  const auto one = std::ranges::find(order, 1U);
  ASSERT_LT(one + 1, order.end());
  EXPECT_EQ(*(one + 1), 3U);
  EXPECT_FALSE(std::ranges::is_sorted(order));
}

TEST(Shuffle, EachRoundHasItsOwnOrder) {
  Schedule schedule(tasks_of(20), {.slots = 1, .shuffle = 1, .rounds = 2});
  const std::vector<Units> rounds = run_all(schedule);
  ASSERT_THAT(rounds, SizeIs(2));
  EXPECT_NE(rounds[0], rounds[1]);
}

}  // namespace
}  // namespace isorun
