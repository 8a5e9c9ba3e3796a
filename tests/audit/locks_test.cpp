#include "audit/locks.hpp"

#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

// Units 0 to 9; each conflict is about pairs of them.
Conflicts about(const std::vector<std::pair<std::string, Pairs>>& things) {
  Conflicts conflicts{.has_any = std::vector<bool>(10)};
  for (const auto& [thing, pairs] : things) {
    Conflict& conflict =
        conflicts.all.emplace_back(Conflict{.thing = thing, .roles = {}, .pairs = {}});
    for (std::size_t account = 0; account < 10; ++account)
      conflict.roles.push_back({.account = account});
    conflict.pairs = pairs;
    for (const auto& [one, other] : pairs) conflicts.has_any[one] = conflicts.has_any[other] = true;
  }
  return conflicts;
}

std::string text(const std::vector<Lock>& locks) {
  std::string result;
  for (const Lock& lock : locks)
    result += fmt::format("{}: {}\n", lock.name, fmt::join(lock.accounts, " "));
  return result;
}

TEST(Locks, OneForEachThing) {
  EXPECT_EQ(text(locks_of(about({{"/a", {{0, 1}, {1, 2}}}, {"tcp:80", {{2, 3}}}}))),
            "/a: 0 1 2\nTCP port 80: 2 3\n");
  EXPECT_EQ(text(locks_of(about({}))), "");
}

TEST(Locks, NoneThatAnotherCovers) {
  EXPECT_EQ(text(locks_of(about({{"/a", {{0, 1}}}, {"/b", {{0, 1}, {1, 2}}}, {"/c", {{0, 1}}}}))),
            "/b: 0 1 2\n");
  EXPECT_EQ(text(locks_of(about({{"/a", {{0, 1}}}, {"/b", {{0, 1}}}}))), "/a: 0 1\n");
}

TEST(Locks, OneForAListedDirectory) {
  Conflicts conflicts = about({{"/d/a", {{0, 1}}}, {"/d/b", {{1, 2}}}});
  for (Conflict& conflict : conflicts.all) conflict.roles[1].by_listing = true;
  EXPECT_EQ(text(locks_of(conflicts)), "/d: 0 1 2\n");
}

TEST(Locks, GroupsJoinWhatConflictsIndirectly) {
  EXPECT_EQ(text(groups_of(about({{"/a", {{0, 1}}}, {"/b", {{1, 2}}}, {"/c", {{5, 7}}}}))),
            "/a: 0 1 2\n/c: 5 7\n");
}

}  // namespace
}  // namespace isorun
