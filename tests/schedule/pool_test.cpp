#include "schedule/pool.hpp"

#include <algorithm>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cold_shapes.hpp"
#include "schedule_steps.hpp"
#include "simulated_run.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;
using testing::Each;
using testing::ElementsAre;
using testing::SizeIs;

using Durations = Simulation::Durations;

Pool pool_of(std::size_t units, const BatchLimits& limits, bool gives_back = false) {
  return {std::vector<Estimate>(units), limits, gives_back};
}

std::vector<std::size_t> sizes(Pool pool) {
  std::vector<std::size_t> result;
  while (!pool.empty()) result.push_back(pool.take().size());
  return result;
}

TEST(Pool, FillsTheSlotsOnceIfTheStartUpIsSlow) {
  for (const std::size_t units : {4U, 10U, 12U, 20U, 61U, 10'000U})
    for (const nanoseconds start_up : {400ms, 2000ms, 60'000ms})
      EXPECT_THAT(sizes(pool_of(units, {.slots = 4, .start_up = start_up})), SizeIs(4)) << units;
  EXPECT_THAT(sizes(pool_of(3, {.slots = 4, .start_up = 2s})), ElementsAre(1, 1, 1));
}

TEST(Pool, FillsTheSlotsOnceIfUnitsAreGivenBack) {
  EXPECT_THAT(sizes(pool_of(100, {.slots = 4, .start_up = 1ms}, true)), Each(25));
}

TEST(Pool, SharesArePiecesAsEvenAsTheyCanBe) {
  const std::vector<Estimate> files(20, {.units = 10});
  EXPECT_THAT(sizes(Pool(files, {.slots = 16, .start_up = 2s}, false)), SizeIs(16));
}

TEST(Pool, BeginsWithSmallBatches) {
  Pool pool = pool_of(960, {.slots = 4, .start_up = 10ms});
  EXPECT_THAT(pool.take(), SizeIs(5));
  EXPECT_THAT(pool.take(), SizeIs(5));
}

TEST(Pool, LearnsHowLargeTheNextBatchShouldBe) {
  Pool fast = pool_of(10'000, {.slots = 4, .start_up = 10ms});
  Pool slow = fast;
  const std::size_t first = fast.take().size();
  slow.take();
  fast.learn(first, 10ms + first * 100us);
  slow.learn(first, 10ms + first * 1s);
  EXPECT_THAT(fast.take(), SizeIs(2487)) << "all that is left, on four slots";
  EXPECT_THAT(slow.take(), SizeIs(415)) << "a sixth of that: start-up is cheap";
}

TEST(Pool, DoesNotTrustOneShortTest) {
  Pool pool = pool_of(100, {.slots = 4, .start_up = 10ms});
  EXPECT_THAT(pool.take(), SizeIs(1));
  pool.learn(1, 10ms);
  EXPECT_THAT(pool.take(), SizeIs(4));
}

TEST(Pool, EachBatchIsFromEverywhereInTheListing) {
  Pool pool = pool_of(1000, {.slots = 4, .start_up = 10ms});
  const std::vector<std::size_t> batch = pool.take();
  ASSERT_THAT(batch, SizeIs(5));
  for (std::size_t i = 0; i < batch.size(); ++i)
    EXPECT_TRUE(i * 200 <= batch[i] && batch[i] < (i + 1) * 200) << batch[i];
}

TEST(Pool, LargePiecesGoFirst) {
  std::vector<Estimate> files(9);
  files[7].units = 10;
  EXPECT_THAT(Pool(files, {.slots = 3, .start_up = 10ms}, false).take(), ElementsAre(7));
}

TEST(Pool, KeepsTheGivenOrder) {
  Pool pool = pool_of(6, {.slots = 2, .start_up = 1s, .order = Order::given});
  EXPECT_THAT(pool.take(), ElementsAre(0, 1, 2));
  EXPECT_THAT(pool.take(), ElementsAre(3, 4, 5));
}

TEST(Pool, KeepsTheLimits) {
  EXPECT_THAT(sizes(pool_of(10, {.slots = 2, .start_up = 2s, .max_units = 2})), Each(2));
  const std::vector<Estimate> units(10, {.bytes = 40});
  EXPECT_THAT(sizes(Pool(units, {.slots = 2, .start_up = 2s, .max_bytes = 100}, false)), Each(2));
  EXPECT_THAT(sizes(Pool(units, {.slots = 2, .start_up = 2s, .max_bytes = 10}, false)), Each(1));
}

// The makespan next to the bound that no schedule can beat.
double over_bound(const Durations& durations, const Policy& policy) {
  const SimulatedRun run = Simulation(Schedule(tasks_without_history(durations.size()), policy),
                                      durations, policy.start_up)
                               .run();
  return static_cast<double>(run.makespan.count()) /
         static_cast<double>((bound(durations, policy.slots) + policy.start_up).count());
}

TEST(ColdRun, IsCloseToTheBound) {
  for (const nanoseconds start_up : {5ms, 10ms, 25ms}) {
    const Policy policy{.slots = 4, .start_up = start_up};
    EXPECT_LE(over_bound(Durations(200, 100ms), policy), 1.1);
    EXPECT_LE(over_bound(Durations(60, 1s), policy), 1.1);
    EXPECT_LE(over_bound(Durations(10'000, 1ms), policy), 1.1);
  }
  for (const bool gives_back : {false, true}) {
    const Policy heavy{.slots = 4, .gives_back = gives_back, .start_up = 2s};
    EXPECT_LE(over_bound(Durations(20, 1s), heavy), 1.1);
    EXPECT_LE(over_bound(Durations(10'000, 1ms), heavy), 1.1);
  }
}

// What a shape costs more than 10 % over the better of a run that knows all durations and an even
// division. docs/running.md says why.
struct Miss {
  std::size_t slots;
  std::string_view shape;
  std::string_view framework;
  double ratio;
};

constexpr Miss misses[] = {
    {4, "one long file, in the middle", "pytest", 1.19},
    {4, "one long file, last", "pytest", 1.38},
    {4, "one long test, last", "pytest", 1.11},
    {4, "one long test, last", "GoogleTest", 1.27},
    {4, "one long test, last", "ctest", 1.27},
    {4, "one long test, last", "list", 1.23},
    {16, "all equal: 200 of 100 ms", "ctest", 1.13},
    {16, "one long file, first: 10 tests of 500 ms among 200", "GoogleTest", 1.33},
    {16, "one long file, first: 10 tests of 500 ms among 200", "ctest", 1.60},
    {16, "one long file, in the middle", "GoogleTest", 1.36},
    {16, "one long file, in the middle", "ctest", 1.60},
    {16, "one long file, last", "GoogleTest", 1.39},
    {16, "one long file, last", "ctest", 1.26},
    {16, "one long file, last", "list", 1.17},
    {16, "one long file, last: 100 tests of 50 ms after 19 files of 10", "ctest", 1.26},
    {16, "one long test, in the middle", "GoogleTest", 1.25},
    {16, "one long test, in the middle", "ctest", 1.26},
    {16, "one long test, in the middle", "list", 1.32},
    {16, "one long test, last", "pytest", 1.13},
    {16, "one long test, last", "GoogleTest", 1.63},
    {16, "one long test, last", "ctest", 1.58},
    {16, "one long test, last", "list", 1.65},
    {16, "10,000 tiny tests: 0.1 ms", "GoogleTest", 1.49},
    {16, "10,000 tiny tests: 0.1 ms", "ctest", 1.29},
    {16, "waiting tests: 23 of 650 ms after 200 of 75 ms", "pytest", 1.11},
    {16, "waiting tests: 23 of 650 ms after 200 of 75 ms", "GoogleTest", 1.20},
    {16, "waiting tests: 23 of 650 ms after 200 of 75 ms", "ctest", 1.15},
    {16, "waiting tests: 23 of 650 ms after 200 of 75 ms", "list", 1.16},
};

double allowed(std::size_t slots, std::string_view shape, std::string_view framework) {
  for (const Miss& miss : misses)
    if (miss.slots == slots && shape == miss.shape && framework == miss.framework)
      return miss.ratio;
  return 1.1;
}

TEST(ColdRun, OfEachShapeIsAsNearAsItWas) {
  for (const std::size_t slots : {4U, 16U})
    for (const cold::Shape& shape : cold::shapes())
      for (const cold::Framework& framework : cold::frameworks())
        EXPECT_LE(cold::times(framework, shape, slots).ratio(),
                  allowed(slots, shape.name, framework.name) + 0.005)
            << shape.name << ", " << framework.name << ", " << slots << " slots";
}

TEST(ColdRun, LongNeighborsAreFoundEarly) {
  Durations durations(200, 75ms);
  durations.resize(223, 650ms);
  EXPECT_LE(over_bound(durations, {.slots = 4, .start_up = 5ms}), 1.1);
  std::ranges::reverse(durations);
  EXPECT_LE(over_bound(durations, {.slots = 4, .start_up = 5ms}), 1.1);
}

TEST(ColdRun, OneLongUnitHoldsNoOthersUpIfTheyAreGivenBack) {
  Durations durations(40, 100ms);
  durations[0] = 20s;
  const Policy policy{.slots = 4, .gives_back = true, .start_up = 500ms};
  EXPECT_LE(over_bound(durations, policy), 1.01);
}

TEST(ColdRun, LearnsForEachProgramApart) {
  std::vector<Task> tasks = tasks_without_history(2000);
  Durations durations(2000, 100us);
  for (std::size_t unit = 1000; unit < 2000; ++unit) {
    tasks[unit].needs.program = 1;
    durations[unit] = 1s;
  }
  const SimulatedRun run =
      Simulation(Schedule(tasks, {.slots = 4, .start_up = 10ms}), durations, 10ms).run();
  EXPECT_LE(run.makespan, 1.02 * bound(durations, 4));
}

TEST(ColdRun, SplitsNoGroup) {
  std::vector<Task> tasks = tasks_without_history(60);
  for (std::size_t unit = 0; unit < 60; ++unit)
    tasks[unit].group = std::string_view("abcdefghijkl").substr(unit / 5, 1);
  Schedule schedule(tasks, {.slots = 2, .keeps_groups = true, .gives_back = true, .start_up = 1s});
  std::vector<Job> jobs = all_next(schedule);
  ASSERT_THAT(jobs, SizeIs(2));
  schedule.release(jobs[1], 31s);
  pass(schedule, jobs[1]);
  ASSERT_TRUE(schedule.wants_units_back());
  const auto division = schedule.division(std::vector<JobProgress>{
      {.job = jobs[0].index, .begun = 2, .start_up = 1s, .since_first = 60s, .since_last = 60s}});
  ASSERT_TRUE(division);
  EXPECT_EQ(division->first, 15U) << "three of six files";
  const Job kept = schedule.divide(*division);
  EXPECT_THAT(kept.units, SizeIs(15));
  EXPECT_EQ(kept.units.front(), 0U);
  const std::vector<Job> given = all_next(schedule);
  ASSERT_THAT(given, SizeIs(1));
  EXPECT_THAT(given[0].units, SizeIs(15));
  EXPECT_NE(given[0].index, kept.index);
  pass(schedule, given[0]);
  EXPECT_TRUE(schedule.wants_units_back()) << "of the three that it kept";
  pass(schedule, kept);
  EXPECT_TRUE(schedule.is_done());
  EXPECT_TRUE(schedule.missing().empty());
}

TEST(ColdRun, AUnitThatIsGivenBackIsNotRepeatedIfItsShardFails) {
  Schedule schedule(tasks_without_history(8),
                    {.slots = 2, .retries = 1, .gives_back = true, .start_up = 1s});
  const std::vector<Job> jobs = all_next(schedule);
  pass(schedule, jobs[1]);
  const Job kept = schedule.divide({.job = jobs[0].index, .first = 2});
  const std::vector<Job> given = all_next(schedule);
  ASSERT_THAT(given, SizeIs(1));
  fail(schedule, kept);
  const std::vector<Job> again = all_next(schedule);
  EXPECT_THAT(units_of(again), ElementsAre(Units{kept.units[0]}));
}

TEST(ColdRun, StopsLikeAnyOther) {
  Schedule schedule(tasks_without_history(100), {.slots = 2, .max_fail = 1, .start_up = 1ms});
  const std::vector<Job> jobs = all_next(schedule);
  fail(schedule, jobs[0]);
  EXPECT_FALSE(schedule.next());
  pass(schedule, jobs[1]);
  EXPECT_TRUE(schedule.is_done());
}

TEST(Division, IsWorthAStartUp) {
  const std::vector<std::size_t> anywhere = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  const JobProgress half{.begun = 4, .start_up = 100ms, .since_first = 2s, .since_last = 0s};
  const auto found = best_division(half, anywhere, 10);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->first, 6U) << "here 4 s, there 4 s and a start-up";
  JobProgress slow = half;
  slow.start_up = 60s;
  EXPECT_FALSE(best_division(slow, anywhere, 10));
}

TEST(Division, OfAJobThatHasNotBegunIsNotKnown) {
  const std::vector<std::size_t> anywhere = {0, 1, 2};
  EXPECT_FALSE(best_division({.begun = 0, .since_first = 9s}, anywhere, 3));
  EXPECT_FALSE(best_division({.begun = 3, .since_first = 9s}, anywhere, 3)) << "it keeps all";
}

}  // namespace
}  // namespace isorun
