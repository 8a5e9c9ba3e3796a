// The real tool runs in tests/cli/bats.t.
#include "suite/bats/bats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.hpp"
#include "suite/bats/log.hpp"
#include "suite/bats/words.hpp"

namespace isorun::bats {
namespace {

using testing::_;
using testing::Contains;
using testing::ElementsAre;
using testing::IsSupersetOf;
using testing::Not;
using testing::Pair;

TEST(Bats, IsFoundByItsName) {
  for (const Words& argv :
       {Words{"bats", "t"}, Words{"/x/bin/bats", "-r", "t"}, Words{"npx", "bats", "t"},
        Words{"bats", "--filter-status", "failed", "t"}})
    EXPECT_EQ(match_of(match, argv), Match::yes) << argv.front();
  for (const Words& argv :
       {Words{"bats"}, Words{"npx", "jest", "bats"}, Words{"bats", "--count", "t"},
        Words{"bats", "-v"}, Words{"bats", "-rc", "t"},
        Words{"bats", "--filter-status", "missed", "t"}})
    EXPECT_EQ(match_of(match, argv), Match::no) << argv.back();
}

std::unique_ptr<Suite> suite_of(const std::string& list, const Words& argv = {"bats", "t"},
                                const std::optional<std::string>& set_up = std::nullopt) {
  Evidence left = evidence(exited(0));
  left.file = [&](std::string_view name) -> std::optional<std::string> {
    if (name == "tests") return list;
    if (name == "directory") return "/w\n";
    return set_up;
  };
  return *recognise({.argv = argv}, left);
}

constexpr const char* two_files =
    "/w/t/a.bats\t\ttest_one\tone\n/w/t/a.bats\t\ttest_two\t[two] "
    "$x\n/x/b.bats\tyes\ttest_one\tone\n"
    "/x/b.bats\tyes\ttest_two\ttwo\n";

TEST(Bats, ListsItsTestsByFile) {
  const auto suite = suite_of(two_files);
  ASSERT_NE(suite, nullptr);
  EXPECT_THAT(names(*suite), ElementsAre("t/a.bats: one", "t/a.bats: [two] $x", "/x/b.bats: one",
                                         "/x/b.bats: two"));
  EXPECT_EQ(suite->units()[0].needs.program, suite->units()[1].needs.program);
  EXPECT_NE(suite->units()[0].needs.program, suite->units()[2].needs.program);
  EXPECT_EQ(suite->units()[0].needs.bundle, "");
  EXPECT_EQ(suite->units()[2].needs.bundle, "/x/b.bats");
  EXPECT_EQ(suite_of("/w/a\t\ttest_x 1\t\n")->units()[0].needs.bundle, "a");
}

TEST(Bats, SelectsTestsByNameUnlessAllOfTheFileRun) {
  const auto suite = suite_of(two_files,
                              {"bats", "-xrF", "junit", "-f", "o", "--abort", "-j4", "-o", "out",
                               "--report-formatter", "junit", "t"},
                              "t/setup_suite.bash");
  const std::size_t second[] = {1};
  const std::size_t both[] = {0, 1};
  EXPECT_THAT(suite->command(second, "/r").argv,
              ElementsAre("sh", "-c", _, "sh", "out/report.xml", "bats", "-x", "-o", "out",
                          "--report-formatter", "junit", "--setup-suite-file", "t/setup_suite.bash",
                          "--formatter", "cat", "--timing", "--filter", R"(^(\[two\] \$x)$)",
                          "/w/t/a.bats"));
  EXPECT_THAT(suite->command(both, "/r").argv, IsSupersetOf({"-f", "o", "/w/t/a.bats"}));
  EXPECT_THAT(suite->command(both, "/r").argv, Not(Contains("--filter")));
  EXPECT_EQ(suite->wishes().max_fail, 1U);
  ASSERT_EQ(suite->reports().size(), 1U);
  EXPECT_EQ(suite->reports()[0].path, "out/report.xml");
  EXPECT_EQ(suite->reports()[0].rule, "junit");
  const auto words = read_words({"bats", "--report-formatter", "tap", "t"});
  EXPECT_EQ(words->report({}), "./report.tap");
  EXPECT_EQ(words->report({"BATS_REPORT_OUTPUT_DIR=d", "BATS_REPORT_FILENAME=f"}), "d/f");
  EXPECT_EQ(suite_of(two_files, {"bats", "--filter-status", "failed", "t"})->wishes().last_failed,
            LastFailed::else_none);
}

ShardStory story_of(const Suite& suite, const std::vector<std::size_t>& units, int code,
                    std::string_view output) {
  return story(suite, units, evidence(exited(code), output));
}

TEST(Bats, TakesResultsFromTheStream) {
  const auto suite = suite_of(two_files);
  constexpr std::string_view output =
      "1..2\nsuite /w/t/a.bats\nbegin 1 one\nok 1 one in 5ms # skip why not\nbegin 2 [two] 3\n"
      "not ok 2 [two] 3 in 250ms\n# (in test file a.bats, line 3)\n#   `false' failed\n";
  const ShardStory both = story_of(*suite, {0, 1}, 1, output);
  EXPECT_THAT(both.reasons, ElementsAre(Pair("t/a.bats: [two] $x", "failed: `false' failed"),
                                        Pair("t/a.bats: one", "skipped: why not")));
  const UnitResult& second = both.results.at("t/a.bats: [two] $x");
  EXPECT_EQ(second.duration, std::chrono::milliseconds(250));
  EXPECT_EQ(part(output, second.output), output.substr(output.find("begin 2")));
  EXPECT_FALSE(both.problem);
}

TEST(Bats, APassNeedsItsOwnLine) {
  const auto suite = suite_of(two_files);
  const auto reasons = [&](const std::vector<std::size_t>& units, int code, std::string_view out) {
    return story_of(*suite, units, code, out).reasons;
  };
  EXPECT_THAT(reasons({0}, 0, "1..1\nbegin 1 one\nok 1 one in 5ms\n"),
              ElementsAre(Pair("t/a.bats: one", "passed")));
  for (const char* other : {"", "1..1\n", "1..0\n", "1..2\nbegin 1 one\nok 1 one\n",
                            "1..1\nok 1 one\n", "1..1\nbegin 1 two\nok 1 two\n"})
    EXPECT_THAT(reasons({0}, 0, other),
                ElementsAre(Pair("t/a.bats: one", testing::StartsWith("failed"))))
        << other;
  EXPECT_THAT(story_of(*suite, {0, 1}, 0, "1..3\n").not_run,
              ElementsAre("t/a.bats: one", "t/a.bats: [two] $x"));
  const ShardStory killed = story(*suite, {0, 1}, evidence(signaled(9), "1..2\nbegin 1 one\n"));
  EXPECT_THAT(killed.reasons, ElementsAre(Pair("t/a.bats: one", "signaled: SIGKILL")));
  EXPECT_THAT(killed.not_run, ElementsAre("t/a.bats: [two] $x"));
}

TEST(Bats, ATestThatPassesOnlyWhenRetriedIsFlaky) {
  EXPECT_THAT(
      story_of(*suite_of(two_files), {0}, 0, "1..1\nbegin 1 one\nbegin 1 one\nok 1 one in 5ms\n")
          .reasons,
      ElementsAre(Pair("t/a.bats: one", "flaky: passed at attempt 2")));
}

TEST(Bats, WhatIsDoneForAllTestsMayFail) {
  const auto suite = suite_of(two_files);
  EXPECT_THAT(
      story_of(*suite, {2, 3}, 1, "1..2\nsuite /x/b.bats\nnot ok 1 setup_file failed\n").reasons,
      ElementsAre(Pair("/x/b.bats: one", "failed: setup_file failed"),
                  Pair("/x/b.bats: two", "failed: setup_file failed")));
  const ShardStory last =
      story_of(*suite, {0}, 1, "1..1\nbegin 1 one\nok 1 one in 1ms\nnot ok 2 teardown_suite\n");
  EXPECT_THAT(last.reasons, ElementsAre(Pair("t/a.bats: one", "passed")));
  EXPECT_EQ(last.problem->detail, "teardown_suite");
}

TEST(Bats, BeforeItListsItsTestsRunsWhole) {
  const auto suite =
      recognise({.argv = {"bats", "t"}},
                evidence(exited(1), "Error: Bad command line option '--setup-suite-file'\n"));
  EXPECT_EQ((*suite)->note(),
            "bats ran as a single unit: bats before 1.7 does not say which tests it runs");
}

}  // namespace
}  // namespace isorun::bats
