#include "schedule/slice.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Task> tasks(std::size_t count) {
  std::vector<Task> result(count);
  for (std::size_t i = 0; i < count; ++i) result[i].unit = i;
  return result;
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

TEST(Slice, DurationsDoNotMoveTasks) {
  std::vector<Task> all = tasks(9);
  const std::vector<std::size_t> without = slice_of(all, false, {1, 2});
  all[0].estimate.duration = std::chrono::hours(1);
  all[3].estimate.failed = true;
  EXPECT_EQ(slice_of(all, false, {1, 2}), without);
}

}  // namespace
}  // namespace isorun
