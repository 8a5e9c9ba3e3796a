// The real runners are in tests/cli/jest.t and its like.
#include "suite/javascript/javascript.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.hpp"
#include "suite/javascript/output.hpp"
#include "suite/javascript/report.hpp"

namespace isorun::javascript {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

TEST(Javascript, IsFoundByTheNamesOfItsRunnersAndPackageManagers) {
  for (const Words& argv :
       {Words{"npx", "jest"}, Words{"npx", "--no-install", "mocha", "x"}, Words{"/x/.bin/vitest"},
        Words{"npm", "test"}, Words{"yarn", "-s", "unit"}, Words{"node", "--import", "x", "--test"},
        Words{"node", "node_modules/jest/bin/jest.js"}, Words{"node", "vitest.mjs", "run"}})
    EXPECT_EQ(match_of(match, argv), Match::yes) << argv[0] << " " << argv.back();
  for (const Words& argv :
       {Words{"npx", "eslint"}, Words{"npm", "--version"}, Words{"node", "x.js"},
        Words{"make", "jest"}, Words{"yarn"}, Words{"python3", "jest.py"}})
    EXPECT_EQ(match_of(match, argv), Match::no) << argv[0] << " " << argv.back();
}

// `listing` is what isorun_list.cjs wrote.
Result<std::unique_ptr<Suite>> recognised(const std::string& listing) {
  Evidence left = evidence(exited(0));
  left.file = [&listing](std::string_view name) {
    return name == "listing.json" ? std::optional(listing) : std::nullopt;
  };
  return recognise({.argv = {"npx", "jest"}, .support = "/share"}, left);
}

constexpr const char* two_files =
    R"({"runner": "jest", "argv": ["jest", "--outputFile={results}"], "set": ["A=1"],
        "files": [{"name": "a.js", "path": "/p/a.js"}, {"name": "sub/a.js", "path": "/p/sub/a.js"}],)";

std::unique_ptr<Suite> suite_of(const std::string& more) {
  auto suite = recognised(two_files + more + "}");
  return suite ? std::move(*suite) : nullptr;
}

TEST(Javascript, StartsTheRunnerAsTheListingSays) {
  const auto suite = suite_of(
      R"("takes": "variable", "always": ["/p/0.js"], "maxFail": 2, "lastFailed": "none",
         "reports": [{"path": "r.xml", "rule": "junit"}, {"path": "*.snap", "rule": "", "pattern": true}])");
  ASSERT_NE(suite, nullptr);
  EXPECT_EQ(suite->framework(), "jest");
  EXPECT_THAT(names(*suite), ElementsAre("a.js", "sub/a.js"));
  EXPECT_EQ(suite->wishes().max_fail, 2U);
  EXPECT_EQ(suite->wishes().last_failed, LastFailed::else_none);
  ASSERT_EQ(suite->reports().size(), 2U);
  EXPECT_EQ(suite->reports()[0].rule, "junit");
  EXPECT_TRUE(suite->reports()[1].is_pattern);
  const ShardCommand command = suite->command(all_units(*suite), "/results");
  EXPECT_THAT(command.argv, ElementsAre("jest", "--outputFile=/results/results.json"));
  EXPECT_THAT(
      command.set,
      AllOf(Contains("A=1"), Contains("ISORUN_JAVASCRIPT_FILES_0=/p/0.js\n/p/a.js\n/p/sub/a.js")));
}

TEST(Javascript, ExcludesFilesThatAWordWouldSelectAsWell) {
  const auto suite = suite_of(R"("takes": "words", "matchesParts": true, "directory": "/p")");
  ASSERT_NE(suite, nullptr);
  const std::size_t first[] = {0};
  const std::size_t second[] = {1};
  EXPECT_THAT(suite->command(first, "/r").argv,
              ElementsAre("sh", "-c", HasSubstr("cd"), "sh", "/p", "jest",
                          "--outputFile=/r/results.json", "--exclude=sub/a.js", "/p/a.js"));
  EXPECT_EQ(suite->command(second, "/r").argv.back(), "/p/sub/a.js");
  EXPECT_THAT(suite->command(second, "/r").argv, testing::Not(Contains(HasSubstr("--exclude"))));
}

TEST(Javascript, RunsWholeWithTheReason) {
  const auto suite = recognised(R"({"whole": "its script is two"})");
  ASSERT_TRUE(suite.has_value());
  EXPECT_EQ((*suite)->note(), "npx ran as a single unit: its script is two");
  EXPECT_EQ(*recognised("[]"), nullptr);
  EXPECT_EQ(*recognised(R"({"files": []})"), nullptr);
}

ShardStory story_of(const Suite& suite, int code, const std::optional<std::string>& report,
                    std::string_view output = {}) {
  Evidence left = evidence(exited(code), output);
  left.file = [&report](std::string_view) { return report; };
  return story(suite, all_units(suite), left);
}

TEST(Javascript, TakesResultsFromTheReportAlone) {
  const auto suite = suite_of(R"("takes": "variable")");
  EXPECT_THAT(story_of(*suite, 0, std::nullopt).not_run, ElementsAre("a.js", "sub/a.js"));
  EXPECT_THAT(story_of(*suite, 0, "{").not_run, ElementsAre("a.js", "sub/a.js"));
  const ShardStory some = story_of(
      *suite, 1,
      R"({"testResults": [{"name": "/p/sub/a.js", "status": "failed", "startTime": 1000, "endTime": 3500,
          "message": "  ● Test suite failed to run\n\n    no module\n", "assertionResults": []}]})",
      "FAIL sub/a.js\n  no module\n\nTest Suites: 1 failed\n");
  EXPECT_THAT(some.reasons, ElementsAre(Pair("sub/a.js", "failed: no module")));
  EXPECT_EQ(some.results.at("sub/a.js").duration, std::chrono::milliseconds(2500));
  EXPECT_EQ(some.results.at("sub/a.js").output.end, 27U);
  EXPECT_THAT(some.not_run, ElementsAre("a.js"));
  const std::string good =
      R"({"testResults": [{"name": "/p/a.js", "status": "passed", "assertionResults": [{"status": "passed"}]},
          {"name": "/p/sub/a.js", "status": "passed", "assertionResults": [{"status": "pending"}, {"status": "todo"}]}]})";
  EXPECT_THAT(story_of(*suite, 0, good).reasons,
              ElementsAre(Pair("a.js", "passed"), Pair("sub/a.js", "skipped")));
  EXPECT_EQ(story_of(*suite, 1, good).problem->detail, "exit code 1, after every test had ended");
}

TEST(Javascript, AFailureNamesItsTest) {
  const auto reports = read_report(
      R"({"testResults": [{"name": "/a", "status": "failed", "assertionResults": [
          {"fullName": "x is y", "status": "failed", "failureMessages": ["\u001b[31mError: no\u001b[0m\n at a.js"]}]},
        {"name": "/b", "status": "failed", "assertionResults": [{"status": "passed"},
          {"fullName": "one", "status": "failed", "failureMessages": []}, {"fullName": "two", "status": "failed"}]}]})");
  ASSERT_TRUE(reports.has_value());
  EXPECT_EQ((*reports)[0].result.detail, "x is y: Error: no");
  EXPECT_EQ((*reports)[1].result.detail, "2 of 3 tests failed, the first: one");
}

TEST(Javascript, FindsWhatTheReporterPrintsAboutAFile) {
  const std::vector<std::string_view> paths = {"/p/a.js", "/p/src/a.js"};
  const auto blocks = [&paths](std::string_view runner, std::string_view output) {
    std::vector<std::string> texts;
    for (const auto& ranges : blocks_of(runner, output, paths)) {
      std::string& text = texts.emplace_back();
      for (const OutputRange& range : ranges) text += part(output, range);
    }
    return texts;
  };
  EXPECT_THAT(blocks("jest", "x\nPASS src/a.js (5 s)\n  one\nFAIL a.js\n  two\nTest Suites: 2\n"),
              ElementsAre("FAIL a.js\n  two\n", "PASS src/a.js (5 s)\n  one\n"));
  EXPECT_THAT(blocks("vitest", "\x1b[31m FAIL \x1b[0m src/a.js > t\nno\n⎯⎯⎯[1/1]⎯\nend\n"),
              ElementsAre("", "\x1b[31m FAIL \x1b[0m src/a.js > t\nno\n"));
  EXPECT_THAT(blocks("mocha", "  1) t\n  1 failing\n  1) t\n   at f (src/a.js:1:2)\n"),
              ElementsAre("", "  1) t\n   at f (src/a.js:1:2)\n"));
  EXPECT_THAT(blocks("node", "✖ failing tests:\n\ntest at a.js:1:2\n no\n"),
              ElementsAre("test at a.js:1:2\n no\n", ""));
  EXPECT_THAT(blocks("jest", "FAIL ba.js\nFAIL\n"), ElementsAre("", ""));
  EXPECT_EQ(without_escapes("\x1b[1;31mred\x1b[0m\x1b["), "red");
}

}  // namespace
}  // namespace isorun::javascript
