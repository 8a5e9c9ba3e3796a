#include "schedule/schedule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedule_steps.hpp"

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

TEST(Schedule, OfNothingIsDone) {
  Schedule schedule({}, {.slots = 4});
  EXPECT_FALSE(schedule.next());
  EXPECT_TRUE(schedule.is_done());
  EXPECT_EQ(schedule.expected(), 0U);
  EXPECT_THAT(schedule.missing(), IsEmpty());
}

TEST(Schedule, FillsTheSlotsAndIsDoneWhenTheLastHasEnded) {
  Schedule schedule(tasks_of(3), {.slots = 2, .start_up = no_start_up});
  const std::vector<Job> first = all_next(schedule);
  ASSERT_THAT(units_of(first), ElementsAre(Units{0}, Units{1}));
  EXPECT_THAT(pass(schedule, first[1]).meanings, ElementsAre(Meaning::last_word));
  const std::vector<Job> then = all_next(schedule);
  ASSERT_THAT(units_of(then), ElementsAre(Units{2}));
  pass(schedule, first[0]);
  EXPECT_THAT(schedule.missing(), ElementsAre(Schedule::Missing{2, 0}));
  EXPECT_FALSE(schedule.is_done());
  pass(schedule, then[0]);
  EXPECT_TRUE(schedule.is_done());
  EXPECT_THAT(schedule.missing(), IsEmpty());
}

TEST(Schedule, AReleasedSlotIsFreeBeforeTheOutcomesAreKnown) {
  Schedule schedule(tasks_of(2), {.slots = 2, .retries = 1, .start_up = no_start_up});
  const std::vector<Job> jobs = all_next(schedule);
  schedule.release(jobs[0]);
  schedule.release(jobs[1]);
  EXPECT_FALSE(schedule.next());
  EXPECT_FALSE(schedule.is_done()) << "what it left may make something run again";
  fail(schedule, jobs[0]);
  pass(schedule, jobs[1]);
  const std::optional<Job> again = schedule.next();
  ASSERT_TRUE(again);
  pass(schedule, *again);
  EXPECT_TRUE(schedule.is_done());
}

TEST(Schedule, TheFirstJobIsAloneUntilTheOthersAreReleased) {
  Schedule schedule(tasks_of(3), {.slots = 3, .first_alone = true, .start_up = no_start_up});
  const std::vector<Job> first = all_next(schedule);
  ASSERT_THAT(units_of(first), ElementsAre(Units{0}));
  EXPECT_TRUE(schedule.holds_jobs());
  schedule.release_held();
  const std::vector<Job> others = all_next(schedule);
  EXPECT_THAT(units_of(others), ElementsAre(Units{1}, Units{2}));
  pass(schedule, first[0]);
  EXPECT_FALSE(schedule.is_done());
  for (const Job& job : others) pass(schedule, job);
  EXPECT_TRUE(schedule.is_done());
  EXPECT_THAT(schedule.missing(), IsEmpty());
}

TEST(Schedule, TheFirstJobMayTurnOutToBeAllThereIs) {
  Schedule schedule(
      tasks_of(3),
      {.slots = 3, .shuffle = 5, .retries = 1, .first_alone = true, .start_up = no_start_up});
  const std::vector<Job> first = all_next(schedule);
  ASSERT_THAT(first, SizeIs(1));
  schedule.release(first[0]);
  EXPECT_FALSE(schedule.next()) << "it has not been judged";
  schedule.keep_only(first[0]);
  EXPECT_EQ(schedule.expected(), 1U);
  fail(schedule, first[0]);
  const std::vector<Job> again = all_next(schedule);
  ASSERT_THAT(units_of(again), ElementsAre(first[0].units));
  EXPECT_EQ(again[0].attempt, 1U);
  EXPECT_THAT(pass(schedule, again[0]).meanings, ElementsAre(Meaning::last_word));
  EXPECT_TRUE(schedule.is_done());
  EXPECT_THAT(schedule.missing(), IsEmpty());
}

TEST(Schedule, UsesTheIndicesOfTheSuite) {
  std::vector<Task> tasks = tasks_of(2);
  tasks[0].unit = 70;
  tasks[1].unit = 40;
  EXPECT_THAT(run_all(tasks, {.slots = 1}), ElementsAre(Units{70, 40}));
}

TEST(Schedule, OneSlotRunsAsListedWhateverUnitsNeed) {
  std::vector<Task> tasks = tasks_of(4);
  tasks[0].needs.serial = true;
  tasks[1].needs.locks = {"db"};
  tasks[2].needs.slots = 3;
  tasks[3].estimate.failed = true;
  EXPECT_THAT(run_all(tasks, {.slots = 1}), ElementsAre(Units{0, 1, 2, 3}));
  tasks[1].is_alone = true;
  EXPECT_THAT(run_all(tasks, {.slots = 1}), UnorderedElementsAre(Units{0, 2, 3}, Units{1}));
}

TEST(Schedule, AUnitThatIsAloneSharesNoJob) {
  std::vector<Task> tasks = tasks_of(4);
  tasks[1].is_alone = tasks[2].is_alone = true;
  EXPECT_THAT(run_all(tasks, {.slots = 2, .start_up = 10s}),
              UnorderedElementsAre(Units{0, 3}, Units{1}, Units{2}));
}

TEST(Retries, ComeBeforeNewWorkInAJobOfTheirOwn) {
  Schedule schedule(tasks_of(4), {.slots = 1, .retries = 2, .max_units = 2});
  const Job first = *schedule.next();
  ASSERT_EQ(first.units, (Units{0, 1}));
  const std::vector<Outcome> mixed = {{0, true}, {1, false}};
  EXPECT_THAT(schedule.end(first, mixed).meanings, ElementsAre(Meaning::last_word, Meaning::again));
  const Job second = *schedule.next();
  EXPECT_EQ(second.units, Units{1});
  EXPECT_EQ(second.attempt, 1U);
  EXPECT_THAT(fail(schedule, second).meanings, ElementsAre(Meaning::again));
  const Job third = *schedule.next();
  EXPECT_EQ(third.attempt, 2U);
  EXPECT_THAT(fail(schedule, third).meanings, ElementsAre(Meaning::last_word));
  EXPECT_EQ(schedule.next()->units, (Units{2, 3}));
}

TEST(Retries, AUnitMayHaveItsOwnNumber) {
  std::vector<Task> tasks = tasks_of(2);
  tasks[0].retries = 0;
  tasks[1].retries = 3;
  Schedule schedule(tasks, {.slots = 1, .retries = 1});
  EXPECT_THAT(fail(schedule, *schedule.next()).meanings,
              ElementsAre(Meaning::last_word, Meaning::again));
  for (int attempt = 1; attempt < 3; ++attempt)
    EXPECT_THAT(fail(schedule, *schedule.next()).meanings, ElementsAre(Meaning::again));
  EXPECT_THAT(fail(schedule, *schedule.next()).meanings, ElementsAre(Meaning::last_word));
  EXPECT_TRUE(schedule.is_done());
}

TEST(Retries, OfABundleRunAllOfItAndAskForWhatFailed) {
  std::vector<Task> tasks = tasks_of(3);
  for (Task& task : tasks) task.needs.bundle = "server";
  Schedule schedule(tasks, {.slots = 2, .retries = 1});
  const std::vector<Outcome> mixed = {{0, true}, {1, false}, {2, true}};
  schedule.end(*schedule.next(), mixed);
  const Job again = *schedule.next();
  EXPECT_EQ(again.units, (Units{0, 1, 2}));
  const std::vector<Outcome> swapped = {{0, false}, {1, true}, {2, false}};
  EXPECT_THAT(schedule.end(again, swapped).meanings,
              ElementsAre(Meaning::not_asked_for, Meaning::last_word, Meaning::not_asked_for));
  EXPECT_TRUE(schedule.is_done());
}

TEST(Retries, KeepTheirLocks) {
  std::vector<Task> tasks = tasks_of(2);
  for (Task& task : tasks) task.needs.locks = {"db"};
  Schedule schedule(tasks, {.slots = 2, .retries = 1, .start_up = no_start_up});
  fail(schedule, *schedule.next());
  EXPECT_EQ(schedule.next()->attempt, 1U);
  EXPECT_FALSE(schedule.next());
}

TEST(Crashes, WhatDidNotRunRunsAgainWhileTheJobGetsOn) {
  Schedule schedule(tasks_of(4), {.slots = 1});
  const Job first = *schedule.next();
  EXPECT_THAT(schedule.end(first, outcomes({0, 1})).given_up, IsEmpty());
  const Job second = *schedule.next();
  EXPECT_EQ(second.units, (Units{2, 3}));
  EXPECT_EQ(second.attempt, 0U);
  EXPECT_THAT(schedule.end(second, {}).given_up, ElementsAre(2, 3));
  EXPECT_TRUE(schedule.is_done());
  EXPECT_THAT(schedule.missing(), ElementsAre(Schedule::Missing{2, 0}, Schedule::Missing{3, 0}));
}

TEST(Crashes, OfABundleAreNoProgressWithoutAnOutcomeThatIsAskedFor) {
  std::vector<Task> tasks = tasks_of(2);
  for (Task& task : tasks) task.needs.bundle = "server";
  Schedule schedule(tasks, {.slots = 2});
  schedule.end(*schedule.next(), outcomes({0}));
  const Job again = *schedule.next();
  EXPECT_EQ(again.units, (Units{0, 1}));
  const Ended ended = schedule.end(again, outcomes({0}));
  EXPECT_THAT(ended.meanings, ElementsAre(Meaning::not_asked_for));
  EXPECT_THAT(ended.given_up, ElementsAre(1));
}

TEST(Crashes, WhatIsToldOneByOneRunsInJobsOfItsOwn) {
  Schedule schedule(tasks_of(3), {.slots = 1});
  const Job all = schedule.next().value();
  EXPECT_EQ(all.units, (Units{0, 1, 2}));
  EXPECT_TRUE(schedule.end(all, {}, true).given_up.empty());
  for (std::size_t unit = 0; unit < 3; ++unit) {
    const Job one = schedule.next().value();
    EXPECT_EQ(one.units, Units{unit});
    if (unit == 1)
      EXPECT_EQ(schedule.end(one, {}, true).given_up, Units{1}) << "no smaller job is there";
    else
      pass(schedule, one);
  }
  EXPECT_TRUE(schedule.is_done());
}

TEST(Jobs, HoldUnitsOfOneProgram) {
  std::vector<Task> tasks = tasks_of(4);
  tasks[1].needs.program = 1;
  tasks[3].needs.program = 1;
  Schedule schedule(std::move(tasks), {.slots = 1});
  EXPECT_EQ(run_all(schedule), (std::vector<Units>{{0, 2}, {1, 3}}));
}

TEST(Outcomes, TheFirstOfAUnitCounts) {
  Schedule schedule(tasks_of(2), {.slots = 1, .retries = 1, .max_fail = 1});
  const std::vector<Outcome> twice = {{0, true}, {0, false}, {0, true}};
  EXPECT_THAT(schedule.end(*schedule.next(), twice).meanings,
              ElementsAre(Meaning::last_word, Meaning::not_asked_for, Meaning::not_asked_for));
  EXPECT_FALSE(schedule.has_stopped());
  EXPECT_THAT(schedule.missing(), ElementsAre(Schedule::Missing{1, 0}));
  const Job rest = *schedule.next();
  EXPECT_EQ(rest.units, Units{1});
  pass(schedule, rest);
  EXPECT_TRUE(schedule.is_done());
}

TEST(Rounds, FollowOneAnother) {
  Schedule schedule(tasks_of(2), {.slots = 1, .rounds = 3});
  EXPECT_EQ(schedule.expected(), 6U);
  for (unsigned round = 0; round < 3; ++round) {
    const std::optional<Job> job = schedule.next();
    ASSERT_TRUE(job);
    EXPECT_EQ(job->round, round);
    pass(schedule, *job);
  }
  EXPECT_TRUE(schedule.is_done());
}

TEST(Rounds, WithoutAnEndRunUntilOneFails) {
  Schedule schedule(tasks_of(2), {.slots = 1, .rounds = 0, .until_fail = true});
  EXPECT_FALSE(schedule.expected());
  for (int round = 0; round < 100; ++round) pass(schedule, *schedule.next());
  EXPECT_FALSE(schedule.is_done());
  fail(schedule, *schedule.next());
  EXPECT_TRUE(schedule.has_stopped());
  EXPECT_TRUE(schedule.is_done());
}

TEST(Rounds, AFlakyUnitDoesNotEndThem) {
  Schedule schedule(tasks_of(1), {.slots = 1, .retries = 1, .rounds = 0, .until_fail = true});
  fail(schedule, *schedule.next());
  EXPECT_FALSE(schedule.has_stopped());
  pass(schedule, *schedule.next());
  EXPECT_EQ(schedule.next()->round, 1U);
}

TEST(MaxFail, NothingStartsAfterwards) {
  Schedule schedule(tasks_of(5), {.slots = 2, .max_fail = 2, .start_up = no_start_up});
  const std::vector<Job> jobs = all_next(schedule);
  fail(schedule, jobs[0]);
  EXPECT_FALSE(schedule.has_stopped());
  const Job third = *schedule.next();
  fail(schedule, third);
  EXPECT_TRUE(schedule.has_stopped());
  EXPECT_FALSE(schedule.next());
  EXPECT_FALSE(schedule.is_done()) << "one still runs";
  EXPECT_THAT(pass(schedule, jobs[1]).meanings, ElementsAre(Meaning::last_word));
  EXPECT_TRUE(schedule.is_done());
  EXPECT_THAT(schedule.missing(), SizeIs(2));
}

TEST(MaxFail, CountsWhatIsGivenUp) {
  Schedule schedule(tasks_of(2), {.slots = 2, .max_fail = 1, .start_up = no_start_up});
  schedule.end(*schedule.next(), {});
  EXPECT_TRUE(schedule.has_stopped());
}

TEST(Stop, LeavesOutcomesAsTheyAre) {
  Schedule schedule(tasks_of(4), {.slots = 2, .retries = 5, .start_up = no_start_up});
  const std::vector<Job> jobs = all_next(schedule);
  EXPECT_THAT(fail(schedule, jobs[0]).meanings, ElementsAre(Meaning::again));
  schedule.stop();
  EXPECT_THAT(fail(schedule, jobs[1]).meanings, ElementsAre(Meaning::last_word));
  EXPECT_TRUE(schedule.is_done());
  EXPECT_THAT(schedule.missing(), SizeIs(3)) << "the one that would have run again, too";
}

}  // namespace
}  // namespace isorun
