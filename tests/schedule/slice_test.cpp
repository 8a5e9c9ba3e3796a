#include "schedule/slice.hpp"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Task> tasks(std::size_t count) {
  std::vector<Task> result(count);
  for (std::size_t i = 0; i < count; ++i) result[i].unit = i;
  return result;
}

std::vector<std::size_t> slice_of(std::span<const Task> tasks, bool keeps_groups,
                                  const Slice& slice, const KnownDurations& durations = {}) {
  return cut_slices(tasks, keeps_groups, slice.count, durations)[slice.index];
}

// Every task once, whatever the slices.
void expect_whole(std::span<const Task> all, bool keeps_groups, std::size_t count) {
  std::vector<std::size_t> seen(all.size());
  for (std::size_t i = 0; i < count; ++i)
    for (const std::size_t task : slice_of(all, keeps_groups, {i, count})) ++seen[task];
  EXPECT_EQ(seen, std::vector<std::size_t>(all.size(), 1)) << count << " slices";
}

TEST(Slice, TakesEveryNth) {
  EXPECT_THAT(slice_of(tasks(7), false, {0, 3}), ElementsAre(0, 3, 6));
  EXPECT_THAT(slice_of(tasks(7), false, {2, 3}), ElementsAre(2, 5));
  EXPECT_THAT(slice_of(tasks(2), false, {0, 1}), ElementsAre(0, 1));
}

TEST(Slice, MayBeEmpty) {
  EXPECT_THAT(slice_of(tasks(2), false, {2, 3}), IsEmpty());
  EXPECT_THAT(slice_of({}, false, {0, 2}), IsEmpty());
}

TEST(Slice, KeepsBundles) {
  std::vector<Task> all = tasks(6);
  all[0].needs.bundle = all[3].needs.bundle = all[4].needs.bundle = "db";
  EXPECT_THAT(slice_of(all, false, {0, 2}), ElementsAre(0, 3, 4));
  EXPECT_THAT(slice_of(all, false, {1, 2}), ElementsAre(1, 2, 5));
}

TEST(Slice, KeepsGroupsIfAskedTo) {
  std::vector<Task> all = tasks(6);
  for (const std::size_t task : {1U, 2U, 5U}) all[task].group = "file";
  EXPECT_THAT(slice_of(all, true, {0, 2}), ElementsAre(1, 2, 5));
  EXPECT_THAT(slice_of(all, false, {0, 2}), ElementsAre(0, 2, 4));
}

TEST(Slice, TogetherTheyAreTheWhole) {
  std::vector<Task> all = tasks(101);
  const std::vector<std::string> names = {"a", "b", "c", "d", "e"};
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].group = names[i * i % names.size()];
    if (i % 7 == 0) all[i].needs.bundle = names[i % names.size()];
  }
  for (const std::size_t count : {1U, 2U, 3U, 10U, 101U, 200U}) {
    expect_whole(all, false, count);
    expect_whole(all, true, count);
  }
}

TEST(Slice, TakesEqualTimesByTheHistory) {
  const std::vector<Task> all = tasks(5);
  const KnownDurations durations = {1s, 9s, 2s, 3s, 4s};
  EXPECT_THAT(slice_of(all, false, {0, 2}, durations), ElementsAre(0, 1));
  EXPECT_THAT(slice_of(all, false, {1, 2}, durations), ElementsAre(2, 3, 4));
}

TEST(Slice, ANewUnitTakesTheMedian) {
  const std::vector<Task> all = tasks(4);
  const KnownDurations durations = {10s, std::nullopt, 2s, 10s};
  EXPECT_THAT(slice_of(all, false, {0, 2}, durations), ElementsAre(0, 3));
  EXPECT_THAT(slice_of(all, false, {0, 2}, {std::nullopt, std::nullopt, std::nullopt, 1s}),
              ElementsAre(0, 2));
}

TEST(Slice, KeepsLocksTogetherWhenCutByTime) {
  std::vector<Task> all = tasks(5);
  all[0].needs.locks = {"db"};
  all[2].needs.locks = {"db", "port"};
  all[4].needs.locks = {"port"};
  EXPECT_THAT(slice_of(all, false, {0, 2}, KnownDurations(5, 1s)), ElementsAre(0, 2, 4));
  EXPECT_THAT(slice_of(all, false, {0, 2}), ElementsAre(0, 2, 4)) << "by count: every second";
  all[4].needs.locks = {};
  EXPECT_THAT(slice_of(all, false, {0, 2}, KnownDurations(5, 1s)), ElementsAre(0, 2, 4));
  EXPECT_THAT(slice_of(all, false, {1, 2}, KnownDurations(5, 1s)), ElementsAre(1, 3));
}

TEST(Slice, CutByTimeTogetherTheyAreTheWhole) {
  std::vector<Task> all = tasks(101);
  KnownDurations durations(all.size());
  const std::vector<std::string> names = {"a", "b", "c", "d", "e"};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i % 5 == 0) all[i].needs.locks = {names[i % names.size()], std::to_string(i % 11)};
    if (i % 3 == 0) durations[i] = i * 1ms;
  }
  for (const std::size_t count : {1U, 2U, 10U, 200U}) {
    std::vector<std::size_t> seen;
    for (const std::vector<std::size_t>& slice : cut_slices(all, false, count, durations))
      seen.insert(seen.end(), slice.begin(), slice.end());
    std::ranges::sort(seen);
    ASSERT_EQ(seen.size(), all.size());
    for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], i);
  }
}

}  // namespace
}  // namespace isorun
