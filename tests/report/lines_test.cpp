#include "report/lines.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

TEST(Lines, OneLineAUnit) {
  const UnitRecord unit = {.name = "suite test", .duration = 5ms};
  EXPECT_EQ(unit_line(unit, {1, 13}, {}), "        PASS [   0.005s] ( 1/13) suite test\n");
  EXPECT_EQ(unit_line(unit, {13, 13}, {.color = Color::always}),
            "\033[1;32m        PASS\033[0m [   0.005s] (13/13) suite test\n");
}

TEST(Lines, EachReasonHasItsLabel) {
  const auto label = [](Reason reason, const std::string& detail = "") {
    const std::string line =
        unit_line({.name = "x", .reason = reason, .detail = detail}, {1, 1}, {});
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

TEST(Lines, AFlakyUnitSaysWhichAttemptWasGood) {
  const UnitRecord unit = {.name = "x", .reason = Reason::flaky, .attempts = {{}, {}}};
  EXPECT_EQ(label_of(unit, 3).text, "FLAKY 2/3");
  EXPECT_EQ(label_of(unit, 1).text, "FLAKY 2/2") << "with --repeat";
}

TEST(Lines, AnAttemptSaysWhichItWas) {
  EXPECT_EQ(attempt_line("a\nb", {.reason = Reason::failed, .duration = 3ms}, 1, Color::never),
            "  TRY 1 FAIL [   0.003s] a\\nb\n");
  EXPECT_EQ(attempt_line("x", {.reason = Reason::signaled, .detail = "SIGSEGV"}, 2, Color::never),
            "TRY 2 SIGSEGV [   0.000s] x\n");
  EXPECT_THAT(attempt_line("x", {.reason = Reason::failed}, 1, Color::always),
              StartsWith("\033[1;33m  TRY 1 FAIL\033[0m"));
  EXPECT_THAT(attempt_line("x", {}, 1, Color::always), StartsWith("\033[1;32m  TRY 1 PASS\033[0m"));
}

TEST(Lines, NamesCannotDriveIt) {
  EXPECT_THAT(unit_line({.name = "a\nb\033[2J"}, {1, 1}, {}), EndsWith("(1/1) a\\nb\\e[2J\n"));
}

TEST(Lines, ALeakNamesItsUnit) {
  EXPECT_EQ(leak_lines({{.units = {"a"}, .leftover_processes = 2},
                        {.units = {"b"}},
                        {.units = {"c", "d", "e"}, .leftover_processes = 1}},
                       Color::never),
            "        LEAK a left 2 processes behind, now killed\n"
            "        LEAK one of c and 2 more left 1 process behind, now killed\n");
  EXPECT_EQ(leak_lines({{.units = {"a"}}}, Color::never), "");
}

TEST(Lines, ManyLeaksAreCounted) {
  std::vector<ShardRecord> shards;
  for (int i = 0; i < 122; ++i)
    shards.push_back({.units = {fmt::format("t{}", i)}, .leftover_processes = 2});
  EXPECT_EQ(leak_lines(shards, Color::never),
            "        LEAK t0, t1, t2 and 119 more left 244 processes behind, now killed\n");
}

TEST(Lines, SlowSaysSinceWhenAndTheWayOut) {
  const SlowUnit unit = {.name = "hangs", .running_for = 60s, .since = {}};
  EXPECT_THAT(
      slow_line(unit, Color::never),
      MatchesRegex("        SLOW \\[> 60.000s\\] hangs \\(since [0-9:]{8}; --timeout TIME ends a "
                   "unit that hangs\\)\n"));
  SlowUnit limited = unit;
  limited.has_time_limit = true;
  EXPECT_THAT(slow_line(limited, Color::never), Not(HasSubstr("--timeout")));
}

TEST(Lines, OutputStandsBetweenTwoLines) {
  const UnitRecord unit = {.name = "A.x", .reason = Reason::failed, .detail = "exit code 3"};
  EXPECT_EQ(output_block(unit, "boom", Color::never),
            "--- OUTPUT: A.x: exit code 3 ---\nboom\n--- END: A.x ---\n");
  EXPECT_EQ(output_block(unit, "", Color::never),
            "--- OUTPUT: A.x: exit code 3 ---\n--- END: A.x ---\n");
  EXPECT_THAT(output_block(unit, "\033[31mred", Color::always), HasSubstr("red\n\033[0m"));
}

TEST(Lines, LongOutputIsCutInTheMiddle) {
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
  EXPECT_THAT(block, HasSubstr("see logs/A.x.log ...\na line"));
  const std::string one_line = output_block(unit, std::string(1'000'000, 'x'), Color::never);
  EXPECT_THAT(one_line, HasSubstr("x\n... 934464 bytes omitted"));
}

}  // namespace
}  // namespace isorun
