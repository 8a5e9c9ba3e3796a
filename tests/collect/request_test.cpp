#include "collect/request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/rules.hpp"

namespace isorun {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(CollectRequest, IsSplitAtTheLastEqualsSign) {
  const auto request = parse_collect("/tmp/a=b_*.json=cost");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->pattern, "/tmp/a=b_*.json");
  EXPECT_EQ(request->rule, "cost");
  EXPECT_EQ(request->target, "");
}

TEST(CollectRequest, CanNameItsTarget) {
  const auto request = parse_collect("a:b=json-sum:sums/all.json");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->pattern, "a:b");
  EXPECT_EQ(request->rule, "json-sum");
  EXPECT_EQ(request->target, "sums/all.json");
}

TEST(CollectRequest, CanBeRequired) {
  const auto plain = parse_collect("/tmp/x=concat!");
  ASSERT_TRUE(plain);
  EXPECT_TRUE(plain->required);
  EXPECT_EQ(plain->rule, "concat");
  const auto with_target = parse_collect("/tmp/x=concat!:all.log");
  ASSERT_TRUE(with_target);
  EXPECT_TRUE(with_target->required);
  EXPECT_EQ(with_target->target, "all.log");
  EXPECT_FALSE(parse_collect("/tmp/x=concat")->required);
}

TEST(CollectRequest, ARuleWithAColonIsNoTarget) {
  EXPECT_EQ(parse_collect("/tmp/x=copy:fail")->rule, "copy:fail");
  EXPECT_EQ(parse_collect("/tmp/x=copy:fail:there")->target, "there");
  const auto target = parse_collect("/tmp/x=copy:failed");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->rule, "copy");
  EXPECT_EQ(target->target, "failed");
}

TEST(CollectRequest, ACommandIsTakenAsItIs) {
  const auto plain = parse_collect("/tmp/a=b=exec:./merge --sort=yes x:1 y");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->pattern, "/tmp/a=b");
  EXPECT_EQ(plain->command, "./merge --sort=yes x:1 y");
  EXPECT_EQ(plain->target, "");
  const auto with_target = parse_collect("/tmp/a=exec!:./merge -a=1:out/all");
  ASSERT_TRUE(with_target);
  EXPECT_TRUE(with_target->required);
  EXPECT_EQ(with_target->command, "./merge -a=1");
  EXPECT_EQ(with_target->target, "out/all");
  const auto of_another = parse_collect("/tmp/a=exec0:xargs -0 ./merge b=exec:c d");
  ASSERT_TRUE(of_another);
  EXPECT_EQ(of_another->pattern, "/tmp/a");
  EXPECT_EQ(of_another->rule, "exec0");
  EXPECT_EQ(of_another->command, "xargs -0 ./merge b=exec:c d");
  for (const std::string_view word :
       {"/tmp/a=exec", "/tmp/a=exec:", "/tmp/a=exec: ", "/tmp/a=exec!"}) {
    EXPECT_FALSE(parse_collect(word)) << word;
  }
}

TEST(CollectRequest, AnUnknownRuleIsAnsweredWithTheKnownOnes) {
  const auto request = parse_collect("/tmp/x=costs");
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().phase, Phase::usage);
  EXPECT_THAT(request.error().what,
              AllOf(HasSubstr("\"costs\""), HasSubstr("cost, json-sum"), HasSubstr("/tmp/x")));
}

TEST(CollectRequest, RefusesWhatIsNotOne) {
  for (const std::string_view word :
       {"", "=", "/tmp/x", "=cost", "/tmp/x=", "/tmp/x=cost:", "/tmp/x=cost:/etc/passwd",
        "/tmp/x=cost:../x", "/tmp/x=cost:a//b", "/tmp/x=cost:a/", "/tmp/x=cost:./a",
        "/tmp/x=cost:run.json", "/tmp/x=cost:logs/a"}) {
    const auto request = parse_collect(word);
    ASSERT_FALSE(request) << word;
    EXPECT_EQ(request.error().phase, Phase::usage);
  }
}

TEST(CollectRequest, TargetsAreTheRulesOrNamedAfterThePattern) {
  EXPECT_EQ(default_target(*find_rule("cost"), "/tmp/test_*.json"), "costs.json");
  const Rule& rule = *find_rule("json-sum");
  EXPECT_EQ(default_target(rule, "/tmp/stats_*.json"), "collected/stats.json");
  EXPECT_EQ(default_target(rule, "data/**/x.json"), "collected/x.json");
  EXPECT_EQ(default_target(rule, "*-[0-9]?.json"), "collected/json-sum.json");
  EXPECT_EQ(default_target(rule, "/tmp/**"), "collected/json-sum");
  for (const Rule& each : rules()) {
    for (const std::string_view pattern : {"/tmp/..", "a/..*", "/", ".", "\\"}) {
      EXPECT_TRUE(check_target(default_target(each, pattern))) << pattern;
    }
  }
}

TEST(ExportRequest, NeedsNoRule) {
  const auto request = parse_export("golden/**");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->pattern, "golden/**");
  EXPECT_EQ(request->rule, "");
  EXPECT_EQ(request->to, CollectRequest::To::host);
  EXPECT_FALSE(request->from_failed);
  EXPECT_EQ(words_of(*request), "--export golden/**");
}

TEST(ExportRequest, CanHaveOne) {
  const auto request = parse_export("a=b.csv=csv!");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->pattern, "a=b.csv");
  EXPECT_EQ(request->rule, "csv");
  EXPECT_TRUE(request->required);
  EXPECT_EQ(parse_export("a=exec:./merge x:y")->command, "./merge x:y");
  EXPECT_EQ(words_of(*request), "--export a=b.csv=csv");
}

TEST(ExportRequest, IsRefusedWhereItMakesNoSense) {
  for (const auto& [word, why] : std::initializer_list<std::pair<const char*, const char*>>{
           {"", "needs a pattern"},
           {"a=", "a rule is missing"},
           {"a=nope", "there is no rule"},
           {"a=concat:there", "takes no target"},
           {"a=exec", "needs a command"},
           {"a=coverage.py", "cannot be exported"}}) {
    const auto request = parse_export(word);
    ASSERT_FALSE(request) << word;
    EXPECT_THAT(request.error().what, HasSubstr(why)) << word;
  }
}

}  // namespace
}  // namespace isorun
