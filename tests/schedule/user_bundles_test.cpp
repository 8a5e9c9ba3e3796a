#include "schedule/user_bundles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedule_steps.hpp"

namespace isorun {
namespace {

using testing::ElementsAre;

std::vector<std::string> bundles_of(std::vector<Task> tasks, const UserBundles& wanted) {
  join_bundles(tasks, wanted);
  std::vector<std::string> names;
  for (const Task& task : tasks) names.push_back(task.needs.bundle);
  return names;
}

TEST(UserBundles, AreBesideThoseOfTheSuite) {
  std::vector<Task> tasks = tasks_of(4);
  tasks[0].needs.bundle = tasks[1].needs.bundle = "server";
  EXPECT_THAT(bundles_of(tasks, {{2, "db"}, {3, "db"}}),
              ElementsAre("server", "server", "db", "db"));
}

TEST(UserBundles, TakeAlongTheBundlesThatTheyTouch) {
  std::vector<Task> tasks = tasks_of(6);
  tasks[0].needs.bundle = tasks[1].needs.bundle = "server";
  tasks[2].needs.bundle = tasks[3].needs.bundle = "client";
  EXPECT_THAT(bundles_of(tasks, {{1, "db"}, {3, "db"}, {4, "db"}}),
              ElementsAre("db", "db", "db", "db", "db", ""));
}

TEST(UserBundles, OfOneSuiteBundleAreOne) {
  std::vector<Task> tasks = tasks_of(4);
  tasks[0].needs.bundle = tasks[1].needs.bundle = "server";
  const auto names = bundles_of(tasks, {{0, "a"}, {2, "a"}, {1, "b"}, {3, "b"}});
  EXPECT_THAT(names, ElementsAre(names[0], names[0], names[0], names[0]));
}

TEST(UserBundles, OfFewUnitsLeaveTheOthersAlone) {
  EXPECT_THAT(bundles_of(tasks_of(3), {}), ElementsAre("", "", ""));
  EXPECT_THAT(bundles_of(tasks_of(3), {{1, "a"}}), ElementsAre("", "a", ""));
}

}  // namespace
}  // namespace isorun
