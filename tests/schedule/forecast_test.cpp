#include "schedule/forecast.hpp"

#include <gtest/gtest.h>

namespace isorun {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

Task task(std::size_t unit, std::optional<nanoseconds> duration) {
  Task task{.unit = unit};
  task.estimate.duration = duration;
  return task;
}

std::vector<Task> ten_of_one_second() {
  std::vector<Task> tasks;
  for (std::size_t unit = 0; unit < 10; ++unit) tasks.push_back(task(unit, 1s));
  return tasks;
}

nanoseconds left(const Forecast& forecast, const std::vector<Forecast::RunningJob>& running = {}) {
  const std::optional<Outlook> outlook = forecast.outlook(running);
  return outlook ? outlook->left : -1ns;
}

TEST(Forecast, SharesTheWorkAmongTheSlots) {
  EXPECT_EQ(left(Forecast(ten_of_one_second(), {.slots = 2})), 5s);
  EXPECT_EQ(left(Forecast(ten_of_one_second(), {.slots = 2, .rounds = 3})), 15s);
}

TEST(Forecast, SubtractsWhatHasRun) {
  Forecast forecast(ten_of_one_second(), {.slots = 2});
  const std::size_t units[] = {3, 4};
  EXPECT_EQ(left(forecast, {{units, 1s}}), 4500ms);
  forecast.job_ended(units, 2s);
  forecast.unit_ended(3, 1s);
  forecast.unit_ended(4, 1s);
  EXPECT_EQ(left(forecast), 4s);
}

TEST(Forecast, EndsNoEarlierThanTheLongestRunningJob) {
  const Forecast forecast(std::vector{task(0, 60s), task(1, 1s)}, {.slots = 2});
  const std::size_t units[] = {0};
  EXPECT_EQ(left(forecast, {{units, 10s}}), 50s);
  EXPECT_EQ(left(forecast, {{units, 70s}}), 500ms);
}

TEST(Forecast, FollowsThePaceOfTheRun) {
  Forecast forecast(ten_of_one_second(), {.slots = 1});
  const std::size_t units[] = {0, 1};
  forecast.job_ended(units, 4s);
  forecast.unit_ended(0, 1500ms);
  forecast.unit_ended(1, 1500ms);
  const std::optional<Outlook> outlook = forecast.outlook({});
  ASSERT_TRUE(outlook);
  EXPECT_EQ(outlook->left, 16s);
  EXPECT_EQ(outlook->pace, 1.5);
}

TEST(Forecast, OneUnitOfManySaysLittleAboutThePace) {
  std::vector<Task> tasks = ten_of_one_second();
  tasks.push_back(task(10, 1s));
  Forecast forecast(tasks, {.slots = 1});
  const std::size_t units[] = {0};
  forecast.job_ended(units, 9s);
  forecast.unit_ended(0, 9s);
  EXPECT_EQ(forecast.outlook({})->left, 10s);
  EXPECT_EQ(forecast.outlook({})->pace, std::nullopt);
}

TEST(Forecast, GuessesTheDurationOfAFewUnits) {
  EXPECT_EQ(left(Forecast(std::vector{task(0, 2s), task(1, 2s), task(2, {})}, {.slots = 1})), 6s);
}

TEST(Forecast, ComparesOnlyUnitsThatRanBefore) {
  Forecast forecast(std::vector{task(0, 2s), task(1, 2s), task(2, {})}, {.slots = 1});
  forecast.unit_ended(2, 60s);
  EXPECT_EQ(forecast.outlook({})->pace, std::nullopt);
  forecast.unit_ended(0, 2s);
  EXPECT_EQ(forecast.outlook({})->pace, 1.0);
}

TEST(Forecast, NeedsAHistoryOfMostUnits) {
  EXPECT_FALSE(Forecast(std::vector{task(0, 2s), task(1, {})}, {.slots = 1}).outlook({}));
  EXPECT_FALSE(Forecast({}, {.slots = 1}).outlook({}));
  EXPECT_FALSE(Forecast(ten_of_one_second(), {.slots = 1, .rounds = 0}).outlook({}));
  Forecast forgotten(ten_of_one_second(), {.slots = 1});
  forgotten.forget();
  EXPECT_FALSE(forgotten.outlook({}));
}

}  // namespace
}  // namespace isorun
