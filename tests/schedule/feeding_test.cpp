#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedule/pieces.hpp"
#include "schedule/schedule.hpp"
#include "schedule_steps.hpp"

namespace isorun {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

void feed(Schedule& schedule, const std::vector<std::size_t>& positions) {
  schedule.feed(positions);
}

TEST(Feeding, NothingRunsBeforeItIsFed) {
  Schedule schedule(tasks_of(5), {.slots = 2, .is_fed = true, .start_up = no_start_up});
  EXPECT_FALSE(schedule.next());
  EXPECT_TRUE(schedule.is_hungry());
  EXPECT_FALSE(schedule.is_done());
  EXPECT_THAT(schedule.missing(), IsEmpty());
  EXPECT_THAT(schedule.units(), IsEmpty());
}

TEST(Feeding, WhatCameTogetherRunsTogether) {
  Schedule schedule(tasks_of(5), {.slots = 2, .is_fed = true, .start_up = no_start_up});
  feed(schedule, {4, 1});
  const std::vector<Job> first = all_next(schedule);
  ASSERT_THAT(units_of(first), ElementsAre(Units{1, 4}));
  EXPECT_TRUE(schedule.is_hungry()) << "the other slot is free";
  feed(schedule, {0});
  const std::vector<Job> second = all_next(schedule);
  ASSERT_THAT(units_of(second), ElementsAre(Units{0}));
  EXPECT_FALSE(schedule.is_hungry());
  EXPECT_THAT(schedule.units(), ElementsAre(0, 1, 4));
  pass(schedule, first[0]);
  EXPECT_THAT(schedule.missing(), ElementsAre(Schedule::Missing{0, 0}));
  pass(schedule, second[0]);
  EXPECT_FALSE(schedule.is_done()) << "more may come";
  schedule.end_feeding();
  EXPECT_TRUE(schedule.is_done());
  EXPECT_FALSE(schedule.is_hungry());
}

TEST(Feeding, WhatIsHeldStillRunsWhenNoMoreComes) {
  Schedule schedule(tasks_of(3), {.slots = 1, .is_fed = true, .start_up = no_start_up});
  feed(schedule, {2});
  schedule.end_feeding();
  EXPECT_FALSE(schedule.is_done());
  const std::vector<Job> jobs = all_next(schedule);
  ASSERT_THAT(units_of(jobs), ElementsAre(Units{2}));
  pass(schedule, jobs[0]);
  EXPECT_TRUE(schedule.is_done());
}

TEST(Feeding, EndsWithTheLimitOfFailures) {
  Schedule schedule(tasks_of(3),
                    {.slots = 1, .max_fail = 1, .is_fed = true, .start_up = no_start_up});
  feed(schedule, {0});
  fail(schedule, all_next(schedule)[0]);
  EXPECT_TRUE(schedule.is_done());
  EXPECT_FALSE(schedule.is_hungry());
  EXPECT_THAT(schedule.missing(), IsEmpty()) << "the others are other machines'";
}

TEST(Feeding, LocksHoldAmongWhatCameAtDifferentTimes) {
  std::vector<Task> tasks = tasks_of(2);
  for (Task& task : tasks) task.needs.locks = {"database"};
  Schedule schedule(tasks, {.slots = 2, .is_fed = true, .start_up = no_start_up});
  feed(schedule, {0});
  const std::vector<Job> first = all_next(schedule);
  ASSERT_THAT(units_of(first), ElementsAre(Units{0}));
  feed(schedule, {1});
  EXPECT_THAT(all_next(schedule), IsEmpty());
  pass(schedule, first[0]);
  EXPECT_THAT(units_of(all_next(schedule)), ElementsAre(Units{1}));
}

const Policy retrying = {.slots = 2, .retries = 2, .is_fed = true, .start_up = no_start_up};

Ended end_badly(Schedule& schedule, const Job& job) {
  std::vector<Outcome> outcomes;
  for (const std::size_t unit : job.units) outcomes.push_back({unit, false});
  return schedule.end(job, outcomes);
}

TEST(Feeding, AFailedUnitIsHandedOn) {
  Schedule schedule(tasks_of(2), retrying);
  feed(schedule, {1});
  const Ended ended = end_badly(schedule, all_next(schedule)[0]);
  EXPECT_THAT(ended.meanings, ElementsAre(Meaning::again));
  EXPECT_THAT(ended.handed_on, ElementsAre(Units{1}));
  EXPECT_THAT(schedule.handed_on(), ElementsAre(1));
  EXPECT_THAT(all_next(schedule), IsEmpty());
  EXPECT_THAT(schedule.missing(), IsEmpty());
}

TEST(Feeding, AUnitHandedOnMayComeBack) {
  Schedule schedule(tasks_of(2), retrying);
  feed(schedule, {1});
  end_badly(schedule, all_next(schedule)[0]);
  const std::vector<std::size_t> positions = {1};
  schedule.feed_again(positions, 2);
  EXPECT_THAT(schedule.handed_on(), IsEmpty());
  EXPECT_THAT(schedule.missing(), ElementsAre(Schedule::Missing{1, 0}));
  const std::vector<Job> jobs = all_next(schedule);
  ASSERT_THAT(units_of(jobs), ElementsAre(Units{1}));
  EXPECT_EQ(jobs[0].attempt, 2U);
  const Ended ended = end_badly(schedule, jobs[0]);
  EXPECT_THAT(ended.meanings, ElementsAre(Meaning::last_word)) << "there are no more attempts";
  EXPECT_THAT(ended.handed_on, IsEmpty());
  EXPECT_THAT(schedule.missing(), IsEmpty());
}

TEST(Feeding, AUnitRunsAgainHereOnceNoMoreComes) {
  Schedule schedule(tasks_of(2), retrying);
  feed(schedule, {1});
  const std::vector<Job> jobs = all_next(schedule);
  schedule.end_feeding();
  EXPECT_THAT(end_badly(schedule, jobs[0]).handed_on, IsEmpty());
  EXPECT_THAT(units_of(all_next(schedule)), ElementsAre(Units{1}));
}

TEST(Feeding, AUnitWithALockRunsAgainHere) {
  std::vector<Task> tasks = tasks_of(2);
  tasks[1].needs.locks = {"database"};
  Schedule schedule(tasks, retrying);
  feed(schedule, {1});
  EXPECT_THAT(end_badly(schedule, all_next(schedule)[0]).handed_on, IsEmpty());
  EXPECT_THAT(units_of(all_next(schedule)), ElementsAre(Units{1}));
}

TEST(Feeding, UnitsThatWereHandedOnAreNoLongerAskedFor) {
  std::vector<Task> tasks = tasks_of(4);
  tasks[0].needs.bundle = tasks[1].needs.bundle = "together";
  Schedule schedule(tasks, retrying);
  const std::vector<std::size_t> all = {0, 1, 2, 3};
  const std::vector<std::size_t> others = {1, 2};
  schedule.feed(all, others);
  const std::vector<Job> jobs = all_next(schedule);
  ASSERT_THAT(units_of(jobs), ElementsAre(Units{0, 1, 3}));
  EXPECT_THAT(schedule.units(), ElementsAre(0, 3));
  const std::vector<Outcome> outcomes = {{0}, {1, false}, {3}};
  EXPECT_THAT(schedule.end(jobs[0], outcomes).meanings,
              ElementsAre(Meaning::last_word, Meaning::not_asked_for, Meaning::last_word));
  EXPECT_THAT(schedule.missing(), IsEmpty());
}

TEST(Pieces, AreWhatOneMachineRuns) {
  std::vector<Task> tasks = tasks_of(6);
  tasks[0].needs.locks = tasks[3].needs.locks = {"database"};
  tasks[1].needs.bundle = tasks[4].needs.bundle = "together";
  std::vector<std::vector<std::size_t>> all;
  for (const Piece& piece : pieces_of(tasks, false, true)) all.push_back(piece.tasks);
  EXPECT_THAT(all,
              ElementsAre(ElementsAre(0, 3), ElementsAre(1, 4), ElementsAre(2), ElementsAre(5)));
}

TEST(NextSize, ShrinksTowardsTheEnd) {
  WorkLeft left{
      .all = seconds(800), .remaining = seconds(800), .slots = 4, .start_up = milliseconds(10)};
  EXPECT_EQ(next_size(left), seconds(100));
  left.remaining = seconds(80);
  EXPECT_EQ(next_size(left), seconds(10));
  left.is_guess = true;
  EXPECT_EQ(next_size(left), std::chrono::nanoseconds(seconds(80)) / 24);
  left.remaining = {};
  EXPECT_EQ(next_size(left), milliseconds(40)) << "less would be start-up";
}

}  // namespace
}  // namespace isorun
