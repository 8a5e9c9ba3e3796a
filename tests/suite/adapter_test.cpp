// Frameworks that isorun.toml describes, and the reports that their commands write.
#include "suite/adapter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.hpp"
#include "suite/case_report.hpp"

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

Adapter adapter(std::string run, std::string_view results = "script") {
  Adapter made{.name = "own", .match = "./run", .list = "./run --list", .run = std::move(run)};
  EXPECT_TRUE(read_results(results, made));
  EXPECT_TRUE(check_adapter(made).has_value());
  return made;
}

std::unique_ptr<Suite> suite_of(const Adapter& adapter, std::string_view listing,
                                const Words& argv = {"./run"}) {
  auto suite = make_adapted(adapter, {.argv = argv}, evidence(exited(0), listing));
  return suite ? std::move(*suite) : nullptr;
}

// `report` is the one file that it wrote.
ShardStory story_of(const Suite& suite, int code, const std::string& report) {
  Evidence left = evidence(exited(code));
  left.written = [&report](std::string_view pattern) {
    EXPECT_EQ(pattern, "out/*.xml");
    return report.empty() ? std::vector<std::string>() : std::vector{report};
  };
  return story(suite, all_units(suite), left);
}

TEST(Adapter, IsForCommandsThatBeginWithItsWords) {
  const auto is_for_words = [](std::string match, const Words& argv) {
    return is_for({.match = std::move(match)}, argv);
  };
  EXPECT_TRUE(is_for_words("./runtest", {"runtest", "-v"}));
  EXPECT_TRUE(is_for_words("runtest", {"./runtest"}));
  EXPECT_TRUE(is_for_words("*/run-tests  unit", {"build/run-tests", "unit", "all"}));
  EXPECT_FALSE(is_for_words("*/run-tests unit", {"build/run-tests", "speed"}));
  EXPECT_FALSE(is_for_words("*/run-tests unit", {"build/run-tests"}));
  EXPECT_FALSE(is_for_words("./runtest", {"./runtests"}));
}

TEST(Adapter, QuotesWhatItReplaces) {
  const auto suite = suite_of(adapter("./run {unit} {args} | awk '{print $1}'"),
                              "a b\nit's {args}\n\na b\n", {"./run", "-v", "$x"});
  EXPECT_THAT(names(*suite), ElementsAre("a b", "it's {args}", "a b #2"));
  const std::size_t second[] = {1};
  EXPECT_THAT(suite->command(second, "").argv,
              ElementsAre("sh", "-c", "./run 'it'\\''s {args}' '-v' '$x' | awk '{print $1}'"));
  EXPECT_EQ(suite->limits().units, 1U);
  const auto many = suite_of(adapter("./run {units}"), "a b\nc\n");
  EXPECT_THAT(many->command(all_units(*many), "").argv, ElementsAre("sh", "-c", "./run 'a b' 'c'"));
}

TEST(Adapter, PassesOnEveryOtherWordOrRefuses) {
  const UserCommand command = {.argv = {"./run", "--tags", "slow"}};
  const auto refused = adapter_listing(adapter("./run {unit}"), command);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().phase, Phase::usage);
  EXPECT_THAT(refused.error().what, HasSubstr("cannot pass on --tags slow"));
  Adapter passing = adapter("./run {args} {unit}");
  passing.list += " {args}";
  EXPECT_THAT(adapter_listing(passing, command)->argv,
              ElementsAre("sh", "-c", "./run --list '--tags' 'slow'"));
}

TEST(Adapter, ListsAsJson) {
  const auto suite = suite_of(adapter("./run {unit}"),
                              R"( ["a", {"name": "b", "suite": "s", "file": "f", "line": 3}, "a"] )"
                              "\n");
  EXPECT_THAT(names(*suite), ElementsAre("a", "b", "a #2"));
  EXPECT_EQ(suite->units()[1].suite, "s");
  EXPECT_EQ(suite->units()[1].file, "f");
  EXPECT_THAT(names(*suite_of(adapter("./run {unit}"), "[]")), IsEmpty());
  EXPECT_THAT(names(*suite_of(adapter("./run {unit}"), "[slow] a\n[b]\n")),
              ElementsAre("[slow] a", "[b]"));
}

TEST(Adapter, AListOfOtherJsonIsAnError) {
  const Adapter own = adapter("./run {unit}");
  const auto refused = make_adapted(own, {.argv = {"./run"}}, evidence(exited(0), "[1, 2]"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().what, HasSubstr("array of strings"));
}

TEST(Adapter, AListingThatFailsIsNone) {
  const auto none =
      make_adapted(adapter("./run {unit}"), {.argv = {"./run"}}, evidence(exited(1), "a\n"));
  ASSERT_TRUE(none.has_value());
  EXPECT_EQ(*none, nullptr);
}

TEST(Adapter, JudgesAsAScript) {
  Adapter own = adapter("./run {unit}");
  own.skip_codes = {7};
  const UserCommand command = {.argv = {"./run"}, .skip_codes = {8}};
  const auto suite = *make_adapted(own, command, evidence(exited(0), "a\n"));
  const auto reason = [&suite](int code, std::string_view output) {
    return story(*suite, {0}, evidence(exited(code), output)).reasons["a"];
  };
  EXPECT_EQ(reason(0, ""), "passed");
  EXPECT_EQ(reason(3, ""), "failed: exit code 3");
  EXPECT_EQ(reason(7, ""), "skipped: exit code 7");
  EXPECT_EQ(reason(8, ""), "skipped: exit code 8");
  EXPECT_EQ(reason(77, ""), "skipped: exit code 77");
  EXPECT_EQ(reason(0, "1..1\nnot ok 1 - x\n"), "failed: not ok 1 - x");
}

TEST(Adapter, TheExitCodeAlone) {
  const auto suite = suite_of(adapter("./run {unit}", "exit-code"), "a\n");
  const auto reason = [&suite](int code) {
    return story(*suite, {0}, evidence(exited(code), "1..1\nnot ok 1 - x\n1..2\n")).reasons["a"];
  };
  EXPECT_EQ(reason(0), "passed");
  EXPECT_EQ(reason(77), "skipped: exit code 77");
}

TEST(Adapter, TapMustBeThere) {
  const auto suite = suite_of(adapter("./run {unit}", "tap"), "a\n");
  const auto reason = [&suite](std::string_view output) {
    return story(*suite, {0}, evidence(exited(0), output)).reasons["a"];
  };
  EXPECT_EQ(reason("ok 1\n1..1\n"), "passed");
  EXPECT_THAT(reason("done\n"), HasSubstr("failed"));
}

TEST(Adapter, UnitsThatFailTogetherRunAlone) {
  const auto suite = suite_of(adapter("./run {units}"), "a\nb\n");
  const ShardStory passed = story(*suite, {0, 1}, evidence(exited(0)));
  EXPECT_THAT(passed.reasons, UnorderedElementsAre(Pair("a", "passed"), Pair("b", "passed")));
  const ShardResults failed = suite->results(all_units(*suite), evidence(exited(1)));
  EXPECT_THAT(failed.not_run, ElementsAre(0, 1));
  EXPECT_TRUE(failed.tells_one_by_one);
}

TEST(Adapter, FindsEachUnitInAReport) {
  const auto suite =
      suite_of(adapter("./run {units}", "junit:out/*.xml"), "a\nC.b\nC::b\nt/d.js\n");
  const ShardStory shard = story_of(*suite, 1, R"(<testsuites><testsuite name="s">
      <testcase name="a" classname="C" time="0.5"/>
      <testcase name="b" classname="C" time="0.25"><failure message="&#10; 1 != 2&#10;more"/></testcase>
      <testcase name="x" file="t/d.js"/><testcase name="y" file="t/d.js"><skipped/></testcase>
      </testsuite></testsuites>)");
  EXPECT_THAT(shard.reasons,
              UnorderedElementsAre(Pair("a", "passed"), Pair("C.b", "failed: 1 != 2"),
                                   Pair("C::b", "failed: 1 != 2"), Pair("t/d.js", "passed")));
  EXPECT_EQ(shard.results.at("a").duration, std::chrono::milliseconds(500));
  EXPECT_FALSE(shard.problem.has_value());
}

TEST(Adapter, AllCasesOfAUnitThatRanAloneAreItsOwn) {
  const auto suite = suite_of(adapter("./run {unit}", "json:out/*.xml"), "a\n");
  const auto reason = [&suite](int code, const std::string& report) {
    return story_of(*suite, code, report).reasons["a"];
  };
  EXPECT_EQ(reason(0, R"([{"name": "x", "status": "PASSED"}, {"name": "y", "status": "ok"}])"),
            "passed");
  EXPECT_EQ(reason(1, R"({"tests": [{"name": "x", "status": "pass"},
                                    {"name": "y", "status": "error", "message": "why\nnot"}]})"),
            "failed: why");
  EXPECT_EQ(reason(0,
                   "{\"name\": \"x\", \"status\": \"skipped\", \"message\": \"no disk\"}\n"
                   "{\"name\": \"y\", \"status\": \"skipped\"}\n"),
            "skipped: no disk");
  const ShardStory torn = story_of(*suite, 5, R"([{"name": "x", "status": "passed"}])");
  EXPECT_EQ(torn.problem->detail, "exit code 5, after every test had ended");
}

TEST(Adapter, AMissingReportIsAFailure) {
  const auto suite = suite_of(adapter("./run {unit}", "junit:out/*.xml"), "a\n");
  EXPECT_EQ(story_of(*suite, 0, "").reasons["a"], "failed: it wrote no results to out/*.xml");
  EXPECT_EQ(story_of(*suite, 0, "<testsuite><testcase").reasons["a"],
            "failed: a file that matches out/*.xml is incomplete, or of another format");
  EXPECT_EQ(story_of(*suite, 0, "<testsuite/>").reasons["a"],
            "failed: it wrote no results to out/*.xml");
  EXPECT_EQ(story_of(*suite, 2, "").reasons["a"], "failed: exit code 2");
}

TEST(Adapter, AUnitThatIsMissingInAReportRunsAgain) {
  const auto suite = suite_of(adapter("./run {units}", "junit:out/*.xml"), "a\nb\n");
  const ShardStory shard = story_of(*suite, 0, R"(<testsuite><testcase name="a"/></testsuite>)");
  EXPECT_THAT(shard.reasons, ElementsAre(Pair("a", "passed")));
  EXPECT_THAT(shard.not_run, ElementsAre("b"));
}

TEST(Adapter, UnitsWithoutAnyResultRunAlone) {
  const auto suite = suite_of(adapter("./run {units}", "junit:out/*.xml"), "a\nb\n");
  for (const char* report : {"", "<testsuite/>", "<testsuite><testcase name='x'/></testsuite>"}) {
    Evidence left = evidence(exited(1));
    left.written = [report](std::string_view) { return std::vector<std::string>{report}; };
    const ShardResults shard = suite->results(all_units(*suite), left);
    EXPECT_THAT(shard.not_run, ElementsAre(0, 1));
    EXPECT_TRUE(shard.tells_one_by_one);
    EXPECT_FALSE(shard.problem);
  }
}

TEST(Adapter, WithoutDurationsAllTookTheSameTime) {
  const auto suite = suite_of(adapter("./run {units}", "json:out/*.xml"), "a\nb\n");
  Evidence left = evidence(exited(0));
  left.ending.wall = std::chrono::seconds(4);
  left.written = [](std::string_view) {
    return std::vector<std::string>{R"([{"name": "x", "file": "a", "status": "ok"},
                                        {"name": "y", "class": "b", "status": "ok"}])"};
  };
  const ShardStory shard = story(*suite, all_units(*suite), left);
  EXPECT_EQ(shard.results.at("a").duration, std::chrono::seconds(2));
  EXPECT_EQ(shard.results.at("b").duration, std::chrono::seconds(2));
}

TEST(Adapter, AFailureThatNoUnitAccountsForIsAProblem) {
  const auto suite = suite_of(adapter("./run {units}", "junit:out/*.xml"), "a\nb\n");
  const auto problem = [&suite](int code, const std::string& more) {
    const ShardStory shard =
        story_of(*suite, code,
                 "<testsuite><testcase name='a'/><testcase name='b'/>" + more + "</testsuite>");
    EXPECT_EQ(shard.reasons.size(), 2U);
    return shard.problem ? shard.problem->detail : "";
  };
  EXPECT_EQ(problem(0, ""), "");
  EXPECT_EQ(problem(0, "<testcase name='x'><failure/></testcase>"), "x failed, which is no unit");
  EXPECT_EQ(problem(1, ""), "exit code 1, after every test had ended");
}

TEST(Adapter, AnIncompleteFileIsAProblem) {
  const auto suite = suite_of(adapter("./run {unit}", "junit:out/*.xml"), "a\n");
  Evidence left = evidence(exited(0));
  left.written = [](std::string_view) {
    return std::vector<std::string>{"<testsuite><testcase name='a'/></testsuite>", "<testsuite>"};
  };
  const ShardStory shard = story(*suite, all_units(*suite), left);
  EXPECT_EQ(shard.reasons.at("a"), "passed");
  EXPECT_EQ(shard.problem->detail,
            "a file that matches out/*.xml is incomplete, or of another format");
}

TEST(Adapter, KnowsItsStartUp) {
  Adapter own = adapter("./run {units}");
  EXPECT_EQ(suite_of(own, "a")->start_up(), std::chrono::seconds(0));
  own.start_up = std::chrono::seconds(4);
  EXPECT_EQ(suite_of(own, "a")->start_up(), std::chrono::seconds(4));
}

TEST(Adapter, RefusesWhatItCannotRun) {
  const auto complaint = [](std::string run) {
    const Adapter made{.name = "own", .match = "./run", .list = "x", .run = std::move(run)};
    const Result<void> checked = check_adapter(made);
    return checked ? "" : checked.error().what;
  };
  EXPECT_EQ(complaint("./run {unit}"), "");
  EXPECT_EQ(complaint(""), "needs run");
  EXPECT_THAT(complaint("./run"), HasSubstr("{unit}"));
  EXPECT_THAT(complaint("./run {unit} {units}"), HasSubstr("{unit}"));
  EXPECT_THAT(complaint("./run '{unit}'"), HasSubstr("quotes {unit}"));
  EXPECT_THAT(complaint("./run \"{args}\" {unit}"), HasSubstr("quotes {args}"));
  Adapter made;
  EXPECT_FALSE(read_results("junit", made));
  EXPECT_FALSE(read_results("junit:", made));
  EXPECT_FALSE(read_results("tap:", made));
  EXPECT_FALSE(read_results("", made));
  EXPECT_FALSE(read_results("tap:x", made));
  EXPECT_FALSE(read_results("xml:x", made));
}

}  // namespace
}  // namespace isorun
