#include "report/live_output.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "a_log.hpp"

namespace isorun {
namespace {

using testing::EndsWith;
using testing::StartsWith;

TEST(LiveOutput, ShowsLinesWhenTheyEnd) {
  ALog log;
  LiveOutput output(Color::never);
  const RunningShard shard = {.slot = 2, .shard = 7, .log = log.fd()};
  EXPECT_EQ(output.read(shard, 1000), "");
  log.add("one\ntw");
  EXPECT_EQ(output.read(shard, 1000), "  2| one\n");
  EXPECT_EQ(output.read(shard, 1000), "");
  log.add("o\n\nthree");
  EXPECT_EQ(output.read(shard, 1000), "  2| two\n  2| \n");
  EXPECT_EQ(output.finish(shard, 1000), "  2| three\n");
  EXPECT_EQ(output.finish(shard, 1000), "  2| one\n  2| two\n  2| \n  2| three\n")
      << "a shard of this number that starts again";
}

TEST(LiveOutput, SkipsWhatItCannotKeepUpWith) {
  ALog log;
  LiveOutput output(Color::never);
  const RunningShard shard = {.log = log.fd()};
  log.add("begun");
  EXPECT_EQ(output.read(shard, 100), "");
  for (int i = 0; i < 1000; ++i) log.add("a line\n");
  log.add("the last\n");
  const std::string text = output.read(shard, 100);
  EXPECT_THAT(text, StartsWith("  0| ... 6914 bytes skipped; see the log ...\n"));
  EXPECT_THAT(text, EndsWith("  0| a line\n  0| the last\n"));
  EXPECT_LT(text.size(), 300U);
}

TEST(LiveOutput, WhatIsMeantForProgramsIsNotShown) {
  EXPECT_EQ(live_line(0, "a\033_isorun 1\033\\b\x16--- PASS", Color::never), "  0| ab--- PASS\n");
  EXPECT_EQ(live_line(0, "a\033_no end", Color::never), "  0| a\\e_no end\n");
}

TEST(LiveOutput, ALineWithoutEndIsShownInPieces) {
  ALog log;
  LiveOutput output(Color::never);
  const RunningShard shard = {.log = log.fd()};
  log.add(std::string(5000, 'x'));
  EXPECT_EQ(output.read(shard, 10'000), "  0| " + std::string(5000, 'x') + "\n");
}

TEST(LiveOutput, CannotDriveTheTerminal) {
  EXPECT_EQ(live_line(0, "a\033[2Jb\a\033]0;title\a\xff\tc", Color::never),
            "  0| a\\e[2Jb\\x07\\e]0;title\\x07\\xff\tc\n");
  EXPECT_EQ(live_line(0, " 10 %\r 20 %\r", Color::never), "  0|  20 %\n");
}

TEST(LiveOutput, KeepsColoursWhereTheyAreWanted) {
  EXPECT_EQ(live_line(0, "\033[1;31mred\033[0m", Color::never), "  0| red\n");
  EXPECT_EQ(live_line(0, "\033[1;31mred", Color::always),
            "\033[36m  0|\033[0m \033[1;31mred\033[0m\n");
  EXPECT_EQ(live_line(1, "plain", Color::always), "\033[33m  1|\033[0m plain\n");
}

}  // namespace
}  // namespace isorun
