#include "schedule/unit_rule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

UnitRule rule(std::string_view filter, UnitSettings settings) {
  return {*Filter::parse(filter, "filter"), std::move(settings)};
}

TEST(UnitRules, AddTheirLocksAndTheFirstWordCounts) {
  const std::vector<UnitRule> rules = {
      rule("a", {.locks = {"x"}, .slots = 2}),
      rule("b", {.locks = {"y"}, .serial = true, .slots = 3, .timeout = 5s, .retries = 0}),
      rule("ab", {.timeout = 9s, .retries = 4, .bundle = "m"}),
      rule("b", {.bundle = "n", .own_shard = true})};
  const UnitSettings both = settings_of(rules, {.name = "ab"});
  EXPECT_THAT(both.locks, ElementsAre("x", "y"));
  EXPECT_TRUE(both.serial);
  EXPECT_EQ(both.slots, 2U);
  EXPECT_EQ(both.timeout, 5s);
  EXPECT_EQ(both.retries, 0U);
  EXPECT_EQ(both.bundle, "m");
  EXPECT_TRUE(both.own_shard);
  const UnitSettings none = settings_of(rules, {.name = "c"});
  EXPECT_THAT(none.locks, IsEmpty());
  EXPECT_FALSE(none.serial || none.slots || none.timeout || none.retries || none.own_shard);
  EXPECT_EQ(none.bundle, "");
}

TEST(UnitRules, AddToWhatTheSuiteAsksFor) {
  Needs needs{.locks = {"port"}, .slots = 4};
  add_to(needs, {.locks = {"db"}, .serial = true});
  EXPECT_THAT(needs.locks, ElementsAre("port", "db"));
  EXPECT_TRUE(needs.serial);
  EXPECT_EQ(needs.slots, 4U);
  add_to(needs, {.slots = 2});
  EXPECT_EQ(needs.slots, 2U);
  EXPECT_TRUE(needs.serial);
}

}  // namespace
}  // namespace isorun
