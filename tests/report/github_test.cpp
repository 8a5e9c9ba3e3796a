#include "report/github.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;

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

}  // namespace
}  // namespace isorun
