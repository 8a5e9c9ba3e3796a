#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "merging.hpp"

namespace isorun {
namespace {

using testing::HasSubstr;

// A report with one suite, A.
std::string report_of(std::string_view tests) {
  return fmt::format(R"({{"testsuites": [{{"name": "A", "tests": 9, "testsuite": [{}]}}]}})",
                     tests);
}

TEST(GoogletestJsonRule, MergesSuitesByNameAndCountsAnew) {
  EXPECT_EQ(
      merge(
          "googletest-json",
          {R"({"tests": 7, "failures": 7, "disabled": 7, "errors": 0, "timestamp": "t1", "time": "9s",
"name": "AllTests", "testsuites": [
  {"name": "B", "tests": 7, "failures": 7, "disabled": 7, "errors": 0, "time": "9s", "testsuite": [
    {"name": "b1", "line": 3, "status": "RUN", "time": "0.1s", "failures": [{"failure": "1 != 2"}]},
    {"name": "DISABLED_b", "status": "NOTRUN", "time": "0s"}]}]})",
           R"({"tests": 7, "failures": 7, "disabled": 7, "errors": 0, "timestamp": "t2", "time": "9s",
"name": "AllTests", "testsuites": [
  {"name": "A", "tests": 7, "testsuite": [{"name": "a1", "status": "RUN", "time": "0.s"}]},
  {"name": "B", "tests": 7, "testsuite": [
    {"name": "DISABLED_b", "status": "NOTRUN", "time": "0s"},
    {"name": "b2", "status": "RUN", "time": "0.2s"}]}]})"}),
      R"({
  "tests": 4,
  "failures": 1,
  "disabled": 1,
  "errors": 0,
  "timestamp": "t1",
  "time": "0.3s",
  "name": "AllTests",
  "testsuites": [
    {
      "name": "B",
      "tests": 3,
      "failures": 1,
      "disabled": 1,
      "errors": 0,
      "time": "0.3s",
      "testsuite": [
        {
          "name": "b1",
          "line": 3,
          "status": "RUN",
          "time": "0.1s",
          "failures": [
            {
              "failure": "1 != 2"
            }
          ]
        },
        {
          "name": "DISABLED_b",
          "status": "NOTRUN",
          "time": "0s"
        },
        {
          "name": "b2",
          "status": "RUN",
          "time": "0.2s"
        }
      ]
    },
    {
      "name": "A",
      "tests": 1,
      "testsuite": [
        {
          "name": "a1",
          "status": "RUN",
          "time": "0.s"
        }
      ]
    }
  ]
}
)");
}

TEST(GoogletestJsonRule, ADisabledTestThatRanInAnotherShardRan) {
  const std::string idle = report_of(R"({"name": "DISABLED_x", "status": "NOTRUN"})");
  const std::string run = report_of(R"({"name": "DISABLED_x", "status": "RUN"})");
  for (const auto& files : {std::vector{idle, run}, {run, idle}}) {
    const std::string merged = merge("googletest-json", files);
    EXPECT_THAT(merged, HasSubstr(R"("tests": 1)"));
    EXPECT_THAT(merged, HasSubstr(R"("status": "RUN")"));
  }
}

TEST(GoogletestJsonRule, ATestThatRanAgainCountsAsItEndedLast) {
  const std::string failed = report_of(R"({"name": "a", "failures": [{}]}, {"name": "b"})");
  const std::string passed = report_of(R"({"name": "a", "time": "2s"})");
  for (const bool last_counts : {false, true}) {
    Merging merging("googletest-json", Merging::Manner{.last_counts = last_counts});
    ASSERT_EQ(merging.add(in_shard(2), passed), "");
    ASSERT_EQ(merging.add(in_shard(0), failed), "");
    const std::string merged = merging.text();
    EXPECT_THAT(merged, HasSubstr(last_counts ? R"("tests": 2)" : R"("tests": 3)"));
    EXPECT_EQ(merged.contains("failures"), !last_counts);
  }
}

TEST(GoogletestJsonRule, SaysWhatIsWrong) {
  const auto problem = [](const std::string& content) {
    return Merging("googletest-json").add(in_shard(0), content);
  };
  EXPECT_THAT(problem("[]"), HasSubstr("it is not a JSON report of GoogleTest"));
  EXPECT_THAT(problem("{}"), HasSubstr(R"(no array "testsuites")"));
  EXPECT_THAT(problem(R"({"testsuites": [{}]})"), HasSubstr(R"(no array "testsuite")"));
  EXPECT_THAT(problem(report_of(R"({"name": "a", "time": "soon"})")), HasSubstr("the time of a"));
}

}  // namespace
}  // namespace isorun
