// What units need beside each other: locks, slots, or to be alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedule_steps.hpp"

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::SizeIs;
using testing::UnorderedElementsAre;

TEST(Locks, AreHeldByOneJobAtATimeAndBlockNoOther) {
  std::vector<Task> tasks = tasks_of(5);
  for (const std::size_t unit : {0U, 1U, 2U}) tasks[unit].needs.locks = {"db"};
  Schedule schedule(tasks, {.slots = 3, .start_up = no_start_up});
  const std::vector<Job> jobs = all_next(schedule);
  ASSERT_THAT(units_of(jobs), ElementsAre(Units{0}, Units{3}, Units{4}));
  schedule.release(jobs[1]);
  EXPECT_FALSE(schedule.next()) << "the lock is still held";
  schedule.release(jobs[0]);
  EXPECT_THAT(units_of(all_next(schedule)), ElementsAre(Units{1}));
}

TEST(Locks, SmallUnitsOfOneLockShareAJobWithNoneElse) {
  std::vector<Task> tasks = tasks_of(6);
  for (const std::size_t unit : {1U, 3U}) tasks[unit].needs.locks = {"db"};
  tasks[4].needs.locks = {"db", "port"};
  EXPECT_THAT(run_all(tasks, {.slots = 2, .start_up = 10s}),
              UnorderedElementsAre(Units{1, 3}, Units{4}, Units{0, 2, 5}));
}

// A chain of 20 s beside 60 s of others, on 4 slots.
TEST(Locks, TheLongestChainIsNeverKeptWaiting) {
  std::vector<Task> tasks = tasks_of(80);
  for (std::size_t unit = 60; unit < 80; ++unit) tasks[unit].needs.locks = {"db"};
  Schedule schedule(tasks, {.slots = 4, .max_units = 1});
  for (int second = 0; second < 20; ++second) {
    const std::vector<Job> jobs = all_next(schedule);
    ASSERT_THAT(jobs, SizeIs(4)) << second;
    for (const Job& job : jobs) pass(schedule, job);
  }
  EXPECT_TRUE(schedule.is_done());
}

TEST(Slots, AWideUnitFillsAsManyAsThereAreAtMost) {
  std::vector<Task> tasks = tasks_of(3);
  tasks[1].needs.slots = 2;
  tasks[2].needs.slots = 99;
  tasks[2].estimate.failed = true;
  Schedule schedule(tasks, {.slots = 3, .start_up = no_start_up});
  const std::vector<Job> all = all_next(schedule);
  ASSERT_THAT(units_of(all), ElementsAre(Units{2}));
  EXPECT_EQ(all[0].slots, 3U);
  pass(schedule, all[0]);
  const std::vector<Job> two = all_next(schedule);
  ASSERT_THAT(units_of(two), ElementsAre(Units{1}, Units{0}));
  EXPECT_EQ(two[0].slots, 2U);
}

TEST(Slots, BesideAWideUnitThatWaitsNarrowOnesGetWhatItLeaves) {
  std::vector<Task> tasks = tasks_of(6);
  tasks[0].needs.slots = tasks[1].needs.slots = 3;
  Schedule schedule(tasks, {.slots = 4, .start_up = no_start_up});
  const std::vector<Job> jobs = all_next(schedule);
  ASSERT_THAT(units_of(jobs), ElementsAre(Units{0}, Units{2}));
  pass(schedule, jobs[0]);
  EXPECT_THAT(units_of(all_next(schedule)), ElementsAre(Units{1}));
  pass(schedule, jobs[1]);
  EXPECT_THAT(units_of(all_next(schedule)), ElementsAre(Units{3}));
}

TEST(Slots, ARetryOfAWideUnitWaitsForSlotsAndNarrowOnesDoNotTakeThem) {
  std::vector<Task> tasks = tasks_of(6);
  tasks[5].needs.slots = 2;
  tasks[5].estimate.failed = true;
  Schedule schedule(tasks, {.slots = 2, .retries = 1, .max_units = 1});
  const Job wide = *schedule.next();
  ASSERT_EQ(wide.units, Units{5});
  schedule.release(wide);
  const std::vector<Job> narrow = all_next(schedule);
  ASSERT_THAT(narrow, SizeIs(2));
  fail(schedule, wide);
  pass(schedule, narrow[0]);
  EXPECT_FALSE(schedule.next());
  pass(schedule, narrow[1]);
  EXPECT_EQ(schedule.next()->units, Units{5});
}

TEST(Serial, RunsAfterTheOthersAndAlone) {
  std::vector<Task> tasks = tasks_of(4);
  tasks[0].needs.serial = tasks[2].needs.serial = true;
  Schedule schedule(tasks, {.slots = 2, .max_units = 1});
  const std::vector<Job> parallel = all_next(schedule);
  ASSERT_THAT(units_of(parallel), ElementsAre(Units{1}, Units{3}));
  pass(schedule, parallel[0]);
  EXPECT_FALSE(schedule.next());
  pass(schedule, parallel[1]);
  const std::vector<Job> serial = all_next(schedule);
  ASSERT_THAT(units_of(serial), ElementsAre(Units{0}));
  EXPECT_EQ(serial[0].slots, 2U);
  pass(schedule, serial[0]);
  EXPECT_THAT(units_of(all_next(schedule)), ElementsAre(Units{2}));
}

}  // namespace
}  // namespace isorun
