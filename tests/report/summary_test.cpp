#include "report/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

RunRecord a_run() {
  RunRecord run;
  run.slots = 4;
  run.wall = 310ms;
  for (int i = 0; i < 12; ++i) run.units.push_back({.name = "A.x", .duration = 100ms});
  run.units[3].name = "A.longest";
  run.units[3].duration = 101ms;
  return run;
}

TEST(Summary, OfAGoodRun) {
  EXPECT_EQ(summary(a_run(), {}),
            "------------\n"
            "     Summary [   0.310s] 12 tests run: 12 passed, 0 failed, 0 skipped\n"
            "         Sum [   1.201s] over all tests, 3.87 x the wall time\n"
            "     Longest [   0.101s] A.longest\n"
            "       Bound [   0.300s] max(longest, sum / 4 slots), 96.9 % of it reached\n");
}

TEST(Summary, RepeatsWhatWentWrong) {
  RunRecord run = a_run();
  run.units[0] = {.name = "B.x", .reason = Reason::failed, .duration = 5ms, .detail = "b.cc:1: no"};
  run.units[1] = {.name = "B.y", .reason = Reason::signaled, .detail = "SIGSEGV"};
  run.units[2] = {.name = "B.z", .reason = Reason::skipped};
  run.units[4] = {.name = "B.f", .reason = Reason::flaky};
  run.shards = {{.index = 1, .units = {"B.y"}, .leftover_processes = 1}};
  run.problems = {"shard 2: exit code 23"};
  run.warnings = {"no history:\nnew"};
  const std::string text = summary(run, {});
  EXPECT_THAT(text, HasSubstr("11 tests run: 9 passed (1 flaky), 2 failed (1 signaled), "
                              "1 skipped\n"));
  EXPECT_THAT(text, HasSubstr("        FAIL [   0.005s] B.x: b.cc:1: no\n"));
  EXPECT_THAT(text, HasSubstr("     SIGSEGV [   0.000s] B.y\n"));
  EXPECT_THAT(text, HasSubstr("       FLAKY [   0.000s] B.f\n"));
  EXPECT_THAT(text, HasSubstr("        LEAK B.y left 1 process behind"));
  EXPECT_THAT(text, HasSubstr("     PROBLEM shard 2: exit code 23\n"));
  EXPECT_THAT(text, HasSubstr("     WARNING no history:\\nnew\n"));
  EXPECT_THAT(text, AllOf(Not(HasSubstr("B.z")), Not(HasSubstr("PASS")))) << "only what is wrong";
}

TEST(Summary, TellsTheFirstCollisionsAndTheirShards) {
  RunRecord run = a_run();
  run.collisions = {{.path = "/tmp/a\n", .kind = "write/write", .shards = {0, 3}}};
  EXPECT_THAT(summary(run, {}), HasSubstr("    ISOLATED 1 collision prevented: /tmp/a\\n "
                                          "(write/write, shards 0, 3)\n"));
  for (const char* path : {"/b", "/c", "/d", "/e"})
    run.collisions.push_back({path, "write/delete", {0, 1, 2, 3, 4, 5}});
  EXPECT_THAT(summary(run, {}),
              AllOf(HasSubstr("5 collisions prevented: "), HasSubstr(" and 2 more\n"),
                    HasSubstr("/c (write/delete, shards 0, 1, 2, 3 and 2 more) and 2 more\n"),
                    Not(HasSubstr("/d ("))));
}

TEST(Summary, TellsWhatWasExported) {
  RunRecord run = a_run();
  run.exported = {{.path = "report.xml", .rule = "junit", .files = 4}, {.path = "a", .files = 1}};
  EXPECT_THAT(summary(run, {}),
              HasSubstr("    EXPORTED report.xml (junit of 4 files)\n    EXPORTED a\n"));
  run.exported[0].files = 1;
  EXPECT_THAT(summary(run, {}), HasSubstr("    EXPORTED report.xml (junit of 1 file)\n"));
  run.exported.resize(12, {.path = "b"});
  EXPECT_THAT(summary(run, {}), HasSubstr("    EXPORTED and 2 more files\n"));
}

TEST(Summary, TellsWhatIsKeptOut) {
  RunRecord run = a_run();
  EXPECT_THAT(summary(run, {}), Not(HasSubstr("KEPT OUT")));
  run.kept_out = {.files = 1, .paths = {"a\n"}};
  EXPECT_THAT(
      summary(run, {}),
      HasSubstr("    KEPT OUT 1 file written below the working directory (a\\n); --export, or "
                "--keep and isorun apply, brings it back\n"));
  run.kept_out = {.files = 12, .paths = {"a", "b", "c", "d"}};
  EXPECT_THAT(summary(run, {}), HasSubstr("12 files written below the working directory (a, b, c, "
                                          "…); --export, or --keep and isorun apply, brings them "
                                          "back\n"));
}

TEST(Summary, CountsSlowUnitsAndAttempts) {
  RunRecord run = a_run();
  run.units[0] = {.name = "B.f", .reason = Reason::flaky, .attempts = {{}, {}}};
  run.units[1] = {.name = "B.n",
                  .reason = Reason::failed,
                  .detail = "no",
                  .attempts = {{}, {.reason = Reason::failed}, {.reason = Reason::timeout}}};
  run.units[2] = {.name = "B.s", .reason = Reason::skipped, .duration = 200ms};
  const std::string text = summary(run, {.slow = 100ms, .tries = 3});
  EXPECT_THAT(text, HasSubstr("11 tests run: 10 passed (1 slow, 1 flaky), 1 failed, 1 skipped\n"));
  EXPECT_THAT(text, HasSubstr("   FLAKY 2/3 [   0.000s] B.f\n"));
  EXPECT_THAT(text, HasSubstr("        FAIL [   0.000s] B.n: no (2 of 3 attempts)\n"));
  EXPECT_THAT(summary(run, {}), HasSubstr("10 passed (1 flaky)")) << "0 is no limit";
}

TEST(Summary, CountsWhatWasNotRun) {
  RunRecord run = a_run();
  for (int i = 0; i < 7; ++i) run.not_run.push_back("C." + std::to_string(i));
  const std::string text = summary(run, {});
  EXPECT_THAT(text, HasSubstr("12/19 tests run: 12 passed"));
  EXPECT_THAT(text, HasSubstr("     NOT RUN C.0, C.1, C.2, C.3, C.4 and 2 more\n"));
}

TEST(Summary, IsRedWhereAProblemIs) {
  RunRecord run = a_run();
  EXPECT_THAT(summary(run, {.color = Color::always}), HasSubstr("\033[1;32m     Summary"));
  run.problems = {"x"};
  EXPECT_THAT(summary(run, {.color = Color::always}), HasSubstr("\033[1;31m     Summary"));
}

TEST(Summary, OfNothing) {
  EXPECT_THAT(summary({}, {}), HasSubstr("0 tests run: 0 passed, 0 failed, 0 skipped"));
}

}  // namespace
}  // namespace isorun
