#include "report/github.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

RunRecord of(std::vector<UnitRecord> units) {
  return {.slots = 2, .wall = 2s, .units = std::move(units)};
}

TEST(GithubAnnotations, PointToTheLine) {
  const UnitRecord unit = {
      .name = "A.x", .reason = Reason::failed, .detail = "/ws/src/a.cpp:12: Failed"};
  EXPECT_EQ(github_annotations(of({unit}), "/ws"),
            "::error file=src/a.cpp,line=12,title=A.x::/ws/src/a.cpp:12: Failed\n");
  EXPECT_THAT(github_annotations(of({unit}), "/ws/"), HasSubstr("file=src/a.cpp,"));
  EXPECT_THAT(github_annotations(of({unit}), "/w"), HasSubstr("file=/ws/src/a.cpp,"));
  EXPECT_THAT(github_annotations(of({unit}), ""), HasSubstr("file=/ws/src/a.cpp,"));
}

TEST(GithubAnnotations, PointToTheFileWhereNoLineIsKnown) {
  for (const char* detail : {"exit code 3", "expected: 3", "a.cpp:12", ":3: no", "a:3x: no"}) {
    EXPECT_EQ(
        github_annotations(
            of({{.name = "x", .file = "x.py", .reason = Reason::failed, .detail = detail}}), ""),
        std::string("::error file=x.py,title=x::") + detail + "\n");
  }
  EXPECT_EQ(github_annotations(of({{.name = "x", .reason = Reason::timeout}}), ""),
            "::error title=x::timeout\n");
}

TEST(GithubAnnotations, AreEscapedAsTheToolkitDoes) {
  EXPECT_EQ(
      github_annotations(
          of({{.name = "a::b,c\n%", .reason = Reason::failed, .detail = "100 %: a\r\n::error::b"}}),
          ""),
      "::error title=a%3A%3Ab%2Cc\\n%25::100 %25: a\\r\\n::error::b\n");
}

TEST(GithubAnnotations, FlakyUnitsAreWarningsAndProblemsErrors) {
  RunRecord run = of({{.name = "good"}, {.name = "f", .reason = Reason::flaky}});
  run.problems = {"shard 2: exit code 23"};
  EXPECT_EQ(github_annotations(run, ""),
            "::error title=isorun::shard 2: exit code 23\n::warning title=f::flaky\n");
}

TEST(GithubAnnotations, AreAsManyAsGithubShows) {
  const UnitRecord unit = {.name = "x", .reason = Reason::failed};
  EXPECT_EQ(std::ranges::count(github_annotations(of(std::vector(10, unit)), ""), '\n'), 10);
  const std::string text = github_annotations(of(std::vector(25, unit)), "");
  EXPECT_EQ(std::ranges::count(text, '\n'), 10);
  EXPECT_THAT(text, EndsWith("::error title=isorun::and 16 more\n"));
}

TEST(GithubSummary, SaysWhatTheTerminalSays) {
  RunRecord run = of({{.name = "A.good", .duration = 1s},
                      {.name = "A.bad", .reason = Reason::failed, .duration = 5ms, .detail = "no"},
                      {.name = "A.flaky", .reason = Reason::flaky, .attempts = {{}, {}}}});
  run.problems = {"shard 2: exit code 23"};
  EXPECT_EQ(github_summary(run, {.tries = 3}),
            "### isorun: failed\n\n"
            "3 tests run: 2 passed (1 flaky), 1 failed, 0 skipped\n\n"
            "2.000 s in 2 slots for 1.005 s of tests (0.50 x); the longest is A.good (1.000 s); "
            "the bound max(longest, sum / slots) is 1.000 s, 50.0 % of it reached\n\n"
            "| Result | Test | Time | Detail |\n| --- | --- | ---: | --- |\n"
            "| FAIL | A.bad | 0.005 s | no |\n"
            "| FLAKY 2/3 | A.flaky | 0.000 s |  |\n\n"
            "- problem: shard 2: exit code 23\n\n");
  EXPECT_THAT(github_summary(of({{.name = "A.good"}}), {}),
              AllOf(StartsWith("### isorun: passed\n"), Not(HasSubstr("|"))));
}

TEST(GithubSummary, IsTextWhateverTheNamesHold) {
  EXPECT_THAT(
      github_summary(of({{.name = "a|b`c<img>&*_[x](y)\n\\", .reason = Reason::failed}}), {}),
      HasSubstr("| a\\|b\\`c&lt;img&gt;&amp;\\*\\_\\[x\\](y)\\\\n\\\\ |"));
}

TEST(GithubSummary, StaysFarBelowAMegabyte) {
  const UnitRecord unit = {.name = std::string(5000, '<'), .reason = Reason::failed};
  UnitRecord wide = unit;
  wide.name = std::string(499, 'x') + "\u6f22\u5b57";
  std::vector<UnitRecord> units(1000, unit);
  units[0] = wide;
  RunRecord run = of(std::move(units));
  run.warnings = std::vector(1000, std::string(5000, '|'));
  const std::string text = github_summary(run, {});
  EXPECT_LT(text.size(), 500'000U);
  EXPECT_THAT(text, HasSubstr("\nand 900 more\n"));
  EXPECT_THAT(text, HasSubstr("x\u6f22 ... |")) << "no half characters";
}

}  // namespace
}  // namespace isorun
