#include "report/live_area.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "report/display_width.hpp"

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

using Clock = std::chrono::steady_clock;

const Clock::time_point start{};
const Clock::time_point now = start + 65s;

RunCounts some_counts() {
  RunCounts counts{.total = 223};
  for (int i = 0; i < 10; ++i) counts.add(Reason::passed);
  counts.add(Reason::flaky);
  counts.add(Reason::timeout);
  return counts;
}

std::string area(const std::vector<RunningShard>& running, const ScreenSize& size) {
  return live_area(some_counts(), 65s, running, now, size, Color::never);
}

TEST(LiveArea, IsABarAndWhatRuns) {
  EXPECT_EQ(
      area({{.slot = 0, .shard = 3, .units = 5, .since = start + 61s},
            {.slot = 1, .shard = 4, .unit = "Suite.Test", .since = start}},
           {120, 24}),
      "     Running [ 00:01:05] [>                             ] 12/223: 2 running, 11 passed "
      "(1 flaky), 1 failed\n"
      "             [ 00:01:05] slot 1: Suite.Test\n"
      "             [ 00:00:04] slot 0: 5 units of shard 3\n");
}

TEST(LiveArea, TellsWhenTheRunEnds) {
  RunCounts counts = some_counts();
  counts.outlook = Outlook{.left = 14s, .pace = 1.05};
  EXPECT_THAT(progress_text(counts, 2), EndsWith("1 failed, 00:00:14 left"));
  counts.outlook->pace = 1.2;
  EXPECT_THAT(progress_text(counts, 2), EndsWith(", 00:00:14 left (20 % slower than before)"));
  counts.outlook->pace = 0.5;
  EXPECT_THAT(progress_text(counts, 2), EndsWith(", 00:00:14 left (50 % faster than before)"));
}

TEST(LiveArea, TheBarFillsUp) {
  const auto bar = [](std::size_t done) {
    const std::string text = live_area({.total = 10, .done = done}, 0s, {}, now, {200, 24}, {});
    return text.substr(text.find('[', 20), text.find(']', 30) - text.find('[', 20) + 1);
  };
  EXPECT_EQ(bar(0), "[" + std::string(30, ' ') + "]");
  EXPECT_EQ(bar(5), "[==============>               ]");
  EXPECT_EQ(bar(10), "[" + std::string(30, '=') + "]");
}

TEST(LiveArea, TakesHalfTheScreenAtMost) {
  std::vector<RunningShard> running;
  for (std::size_t i = 0; i < 20; ++i) running.push_back({.slot = i, .since = start + 1s * i});
  for (const std::size_t rows : {1U, 2U, 3U, 4U, 5U, 10U, 24U, 42U, 100U}) {
    const std::string text = area(running, {80, rows});
    EXPECT_LE(std::ranges::count(text, '\n'),
              std::max<std::ptrdiff_t>(1, static_cast<std::ptrdiff_t>(rows) / 2));
    EXPECT_TRUE(text.ends_with('\n'));
  }
  EXPECT_THAT(area(running, {80, 10}), AllOf(HasSubstr("slot 2: "), Not(HasSubstr("slot 3: ")),
                                             EndsWith("             + 17 more\n")));
  EXPECT_THAT(area(running, {80, 42}), AllOf(HasSubstr("slot 19"), Not(HasSubstr("more"))));
}

TEST(LiveArea, LinesFitWhateverTheyHold) {
  const std::vector<RunningShard> running = {
      {.unit = "tests/\u6f22\u5b57/\u6f22\u5b57/very/deep/test_foo.py::test_bar"},
      {.unit = "a\nb\033[2J\xff"},
      {.units = 12345}};
  for (std::size_t columns = 1; columns < 120; ++columns) {
    const std::string text = area(running, {columns, 24});
    for (const std::string_view line : lines(text))
      EXPECT_LE(display_width(line), std::max<std::size_t>(1, columns - 1)) << line;
  }
  EXPECT_THAT(area(running, {60, 24}), HasSubstr("...p/test_foo.py::test_bar\n"));
}

TEST(LiveArea, IsErasedAsItWasDrawn) {
  EXPECT_EQ(erase_area("", {80, 24}), "");
  EXPECT_EQ(erase_area("one\ntwo\n", {80, 24}), "\033[2A\r\033[J");
}

TEST(LiveArea, LinesThatANarrowerTerminalBrokeAreErased) {
  const std::string line = "\033[1;32m" + std::string(50, 'x') + "\033[0m\n";
  EXPECT_EQ(erase_area(line, {50, 24}), "\033[1A\r\033[J");
  EXPECT_EQ(erase_area(line, {20, 24}), "\033[3A\r\033[J");
  EXPECT_EQ(erase_area(line, {1, 24}), "\033[23A\r\033[J") << "not above the screen";
}

TEST(LiveArea, IsRedSinceTheFirstFailure) {
  RunCounts counts{.total = 2};
  EXPECT_THAT(live_area(counts, 0s, {}, now, {80, 24}, Color::always),
              HasSubstr("\033[1;32m     Running\033[0m"));
  counts.add(Reason::signaled);
  EXPECT_THAT(live_area(counts, 0s, {}, now, {80, 24}, Color::always),
              HasSubstr("\033[1;31m     Running\033[0m"));
}

TEST(LiveArea, TimesAreHoursMinutesSeconds) {
  EXPECT_EQ(clock_time(0s), "00:00:00");
  EXPECT_EQ(clock_time(-1s), "00:00:00");
  EXPECT_EQ(clock_time(3h + 25min + 45s + 999ms), "03:25:45");
  EXPECT_EQ(clock_time(100h), "100:00:00");
}

}  // namespace
}  // namespace isorun
