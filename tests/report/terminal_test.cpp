#include "report/terminal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Terminal, OneLineAUnit) {
  const UnitRecord unit = {.name = "suite test", .duration = 5ms};
  EXPECT_EQ(unit_line(unit, {1, 13}, Color::never),
            "        PASS [   0.005s] ( 1/13) suite test\n");
  EXPECT_EQ(unit_line(unit, {13, 13}, Color::always),
            "\033[1;32m        PASS\033[0m [   0.005s] (13/13) suite test\n");
}

TEST(Terminal, EachReasonHasItsLabel) {
  const auto label = [](Reason reason, const std::string& detail = "") {
    const std::string line =
        unit_line({.name = "x", .reason = reason, .detail = detail}, {1, 1}, Color::never);
    return line.substr(0, 12);
  };
  EXPECT_EQ(label(Reason::failed), "        FAIL");
  EXPECT_EQ(label(Reason::signaled, "SIGSEGV"), "     SIGSEGV");
  EXPECT_EQ(label(Reason::signaled, "SIGSEGV in SetUpTestSuite"), "     SIGSEGV");
  EXPECT_EQ(label(Reason::signaled, "signal 40"), "      SIGNAL");
  EXPECT_EQ(label(Reason::timeout), "     TIMEOUT");
  EXPECT_EQ(label(Reason::out_of_memory), "         OOM");
  EXPECT_EQ(label(Reason::disk_full), "   DISK-FULL");
  EXPECT_EQ(label(Reason::setup_failed), "SETUP-FAILED");
  EXPECT_EQ(label(Reason::exec_failed), " EXEC-FAILED");
  EXPECT_EQ(label(Reason::skipped), "        SKIP");
  EXPECT_EQ(label(Reason::flaky), "       FLAKY");
}

TEST(Terminal, NamesCannotDriveIt) {
  EXPECT_THAT(unit_line({.name = "a\nb\033[2J"}, {1, 1}, Color::never),
              EndsWith("(1/1) a\\nb\\e[2J\n"));
}

TEST(Terminal, LeftoverProcessesAreNoted) {
  EXPECT_EQ(leak_line({.index = 3, .wall = 310ms, .leftover_processes = 2}, Color::never),
            "        LEAK [   0.310s] shard 3 left 2 processes behind, now killed\n");
  EXPECT_EQ(leak_line({.index = 3}, Color::never), "");
}

TEST(Terminal, OutputStandsBetweenTwoLines) {
  const UnitRecord unit = {.name = "A.x", .reason = Reason::failed, .detail = "exit code 3"};
  EXPECT_EQ(output_block(unit, "boom", Color::never),
            "--- OUTPUT: A.x: exit code 3 ---\nboom\n--- END: A.x ---\n");
  EXPECT_EQ(output_block(unit, "", Color::never),
            "--- OUTPUT: A.x: exit code 3 ---\n--- END: A.x ---\n");
  EXPECT_THAT(output_block(unit, "\033[31mred", Color::always), HasSubstr("red\n\033[0m"));
}

TEST(Terminal, LongOutputIsCutInTheMiddle) {
  std::string log = "first\n";
  while (log.size() < 1'000'000) log += "a line of the middle\n";
  log += "last\n";
  const UnitRecord unit = {.name = "A.x", .reason = Reason::failed, .log = "logs/A.x.log"};
  const std::string block = output_block(unit, log, Color::never);
  EXPECT_LT(block.size(), 66U * 1024);
  EXPECT_GT(block.size(), 63U * 1024);
  EXPECT_THAT(block, StartsWith("--- OUTPUT: A.x ---\nfirst\n"));
  EXPECT_THAT(block, EndsWith("last\n--- END: A.x ---\n"));
  EXPECT_THAT(block, HasSubstr("middle\n... 93"));
  EXPECT_THAT(block, HasSubstr("the whole is in logs/A.x.log ...\na line"));
  const std::string one_line = output_block(unit, std::string(1'000'000, 'x'), Color::never);
  EXPECT_THAT(one_line, HasSubstr("x\n... 934464 bytes are left out"));
}

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
  EXPECT_EQ(summary(a_run(), Color::never),
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
  run.shards = {{.index = 1, .leftover_processes = 1}};
  run.problems = {"shard 2: exit code 23"};
  run.warnings = {"no history:\nnew"};
  const std::string text = summary(run, Color::never);
  EXPECT_THAT(text, HasSubstr("11 tests run: 9 passed (1 flaky), 2 failed (1 signaled), "
                              "1 skipped\n"));
  EXPECT_THAT(text, HasSubstr("        FAIL [   0.005s] B.x: b.cc:1: no\n"));
  EXPECT_THAT(text, HasSubstr("     SIGSEGV [   0.000s] B.y\n"));
  EXPECT_THAT(text, HasSubstr("       FLAKY [   0.000s] B.f\n"));
  EXPECT_THAT(text, HasSubstr("        LEAK [   0.000s] shard 1 left 1 process behind"));
  EXPECT_THAT(text, HasSubstr("     PROBLEM shard 2: exit code 23\n"));
  EXPECT_THAT(text, HasSubstr("     WARNING no history:\\nnew\n"));
  EXPECT_THAT(text, AllOf(Not(HasSubstr("B.z")), Not(HasSubstr("PASS")))) << "only what is wrong";
}

TEST(Summary, CountsWhatWasNotRun) {
  RunRecord run = a_run();
  for (int i = 0; i < 7; ++i) run.not_run.push_back("C." + std::to_string(i));
  const std::string text = summary(run, Color::never);
  EXPECT_THAT(text, HasSubstr("12/19 tests run: 12 passed"));
  EXPECT_THAT(text, HasSubstr("     NOT RUN C.0, C.1, C.2, C.3, C.4 and 2 more\n"));
}

TEST(Summary, IsRedWhereAProblemIs) {
  RunRecord run = a_run();
  EXPECT_THAT(summary(run, Color::always), HasSubstr("\033[1;32m     Summary"));
  run.problems = {"x"};
  EXPECT_THAT(summary(run, Color::always), HasSubstr("\033[1;31m     Summary"));
}

TEST(Summary, OfNothing) {
  EXPECT_THAT(summary({}, Color::never), HasSubstr("0 tests run: 0 passed, 0 failed, 0 skipped"));
}

}  // namespace
}  // namespace isorun
