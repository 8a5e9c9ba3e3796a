#include "schedule/batch.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>
#include <random>
#include <ranges>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Durations = std::vector<nanoseconds>;

std::vector<Estimate> known(const Durations& durations) {
  std::vector<Estimate> units;
  units.reserve(durations.size());
  for (const nanoseconds duration : durations) units.push_back({.duration = duration});
  return units;
}

std::vector<std::vector<std::size_t>> units_of(const std::vector<Batch>& batches) {
  std::vector<std::vector<std::size_t>> result;
  for (const Batch& batch : batches) result.push_back(batch.units);
  return result;
}

// When the last slot is done, each slot taking the next batch as soon as it is free.
nanoseconds makespan(const std::vector<Batch>& batches, const Durations& durations,
                     std::size_t slots, nanoseconds start_up) {
  std::priority_queue<nanoseconds, Durations, std::greater<>> free_at(std::greater<>{},
                                                                      Durations(slots));
  nanoseconds last{};
  for (const Batch& batch : batches) {
    nanoseconds end = free_at.top() + start_up;
    free_at.pop();
    for (const std::size_t unit : batch.units) end += durations[unit];
    free_at.push(end);
    last = std::max(last, end);
  }
  return last;
}

double over_bound(const std::vector<Estimate>& units, const Durations& durations, std::size_t slots,
                  nanoseconds start_up) {
  const auto batches = make_batches(units, {.slots = slots, .start_up = start_up});
  return static_cast<double>(makespan(batches, durations, slots, start_up).count()) /
         static_cast<double>(bound(durations, slots).count());
}

// `count` durations around their mean, half of it to one and a half.
void add(Durations& durations, std::mt19937& random, int count, nanoseconds sum) {
  for (int i = 0; i < count; ++i) {
    const auto percent = 50 + static_cast<int>(random() % 101);
    durations.push_back(sum / count * percent / 100);
  }
}

// 150 fast, 50 medium and 23 slow tests: 5 s, 10 s and 15 s.
Durations legacy_suite(std::mt19937& random) {
  Durations durations;
  add(durations, random, 150, 5s);
  add(durations, random, 50, 10s);
  add(durations, random, 23, 15s);
  return durations;
}

std::vector<Durations> orders(const Durations& listed, std::mt19937& random) {
  Durations reversed(listed.rbegin(), listed.rend());
  Durations shuffled = listed;
  // Not std::shuffle: its order differs between libraries.
  for (std::size_t i = shuffled.size(); i > 1; --i)
    std::swap(shuffled[i - 1], shuffled[random() % i]);
  return {listed, reversed, shuffled};
}

TEST(Simulation, TheLegacySuiteWithHistoryIsWithinTwoPercentOfTheBound) {
  std::mt19937 random(1);
  for (const Durations& durations : orders(legacy_suite(random), random))
    EXPECT_LE(over_bound(known(durations), durations, 4, 5ms), 1.02);
}

TEST(Simulation, AHistoryThatIsATenthOffDoesLittleHarm) {
  std::mt19937 random(3);
  const Durations durations = legacy_suite(random);
  Durations remembered;
  for (const nanoseconds duration : durations)
    remembered.push_back(duration * (90 + static_cast<int>(random() % 21)) / 100);
  EXPECT_LE(over_bound(known(remembered), durations, 4, 5ms), 1.03);
}

TEST(Simulation, SlowTestsThatBecameTwiceAsSlowDoLittleHarm) {
  std::mt19937 random(6);
  const Durations remembered = legacy_suite(random);
  Durations durations = remembered;
  std::ranges::for_each(durations | std::views::drop(200), [](nanoseconds& d) { d *= 2; });
  EXPECT_LE(over_bound(known(remembered), durations, 4, 5ms), 1.05);
}

TEST(Simulation, TwoThousandUnits) {
  std::mt19937 random(4);
  Durations durations;
  // Durations go from 1 ms to 1 s; most are short.
  for (int i = 0; i < 2000; ++i)
    durations.push_back(1ms * (1LL << (random() % 10)) + 1us * (random() % 1000));
  for (const std::size_t slots : {2UL, 4UL, 16UL})
    EXPECT_LE(over_bound(known(durations), durations, slots, 5ms), 1.02) << slots;
}

TEST(Simulation, StartUpStaysSmallWhereTestsAreTiny) {
  const Durations durations(20'000, 100us);  // 2 s in all
  const auto batches = make_batches(known(durations), {.slots = 4, .start_up = 5ms});
  EXPECT_LE(batches.size() * 5ms, 2000ms / 16);
  EXPECT_LE(over_bound(known(durations), durations, 4, 5ms), 1.10);
}

TEST(Simulation, AShortSuiteStillUsesEverySlot) {
  const Durations durations(223, 1ms);
  EXPECT_GE(make_batches(known(durations), {.slots = 4, .start_up = 5ms}).size(), 4U);
  EXPECT_LE(over_bound(known(durations), durations, 4, 5ms), 1.35);
}

TEST(Batches, HoldEachUnitOnceInListingOrder) {
  std::mt19937 random(5);
  const Durations durations = legacy_suite(random);
  std::vector<Estimate> units = known(durations);
  for (std::size_t i = 0; i < units.size(); i += 3) units[i].duration.reset();
  for (std::size_t i = 0; i < units.size(); i += 7) units[i].failed = true;
  std::vector<std::size_t> all;
  for (const Batch& batch : make_batches(units, {.slots = 3})) {
    EXPECT_TRUE(std::ranges::is_sorted(batch.units));
    all.insert(all.end(), batch.units.begin(), batch.units.end());
  }
  std::ranges::sort(all);
  std::vector<std::size_t> expected(units.size());
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(all, expected);
}

TEST(Batches, OneSlotRunsTheSuiteAsItIsListed) {
  std::vector<Estimate> units = known({1s, 9s, 2s});
  units[2].failed = true;
  EXPECT_THAT(units_of(make_batches(units, {.slots = 1})), ElementsAre(ElementsAre(0, 1, 2)));
}

TEST(Batches, NoUnitsNoBatches) {
  EXPECT_THAT(make_batches({}, {.slots = 4}), IsEmpty());
}

TEST(Batches, TheLongestFirstAndAlone) {
  const auto batches = make_batches(known({1s, 10s, 1s, 1s}), {.slots = 2, .start_up = 1ms});
  EXPECT_THAT(batches.front().units, ElementsAre(1));
  EXPECT_EQ(batches.front().work, 10s);
}

TEST(Batches, FailedLastTimeGoesBeforeTheLongest) {
  std::vector<Estimate> units = known({1s, 10s, 1s, 1s});
  units[3].failed = true;
  EXPECT_EQ(make_batches(units, {.slots = 2, .start_up = 1ms}).front().units.front(), 3U);
}

TEST(Batches, ANewUnitIsTakenForTheMedian) {
  std::vector<Estimate> units = known({1s, 5s, 3s});
  units.push_back({});
  const auto batches = make_batches(units, {.slots = 2, .start_up = 1ms});
  EXPECT_THAT(units_of(batches),
              ElementsAre(ElementsAre(1), ElementsAre(2), ElementsAre(3), ElementsAre(0)));
  EXPECT_EQ(batches[2].work, 3s);
}

TEST(Batches, ASlowStartLeavesNoSlotWithoutWork) {
  const std::vector<Estimate> units(100, {.duration = 100ms});
  EXPECT_GE(make_batches(units, {.slots = 2, .start_up = 4s}).size(), 2U) << "10 s of work";
  EXPECT_EQ(make_batches(units, {.slots = 2, .start_up = 8s}).size(), 1U) << "not worth a start";
}

TEST(Batches, KeepTheLimits) {
  std::vector<Estimate> units(10);
  for (Estimate& unit : units) unit.bytes = 40;
  EXPECT_THAT(make_batches(units, {.slots = 1, .max_bytes = 100}), SizeIs(5));
  EXPECT_THAT(make_batches(units, {.slots = 1, .max_units = 1}), SizeIs(10));
  EXPECT_THAT(make_batches(units, {.slots = 1, .max_bytes = 10}), SizeIs(10))
      << "a unit above the limit is a batch alone";
}

TEST(Bound, IsTheLongestUnitOrAFairShare) {
  EXPECT_EQ(bound(Durations{1s, 1s, 6s}, 4), 6s);
  EXPECT_EQ(bound(Durations{3s, 3s, 2s}, 2), 4s);
  EXPECT_EQ(bound(Durations{}, 2), 0s);
}

}  // namespace
}  // namespace isorun
