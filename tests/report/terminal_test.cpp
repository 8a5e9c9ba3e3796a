#include "report/terminal.hpp"

#include <fcntl.h>
#include <functional>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "a_log.hpp"
#include "a_terminal.hpp"
#include "report/read_log.hpp"

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

using Clock = Terminal::Clock;

const UnitRecord passed = {.name = "A.passes"};
const UnitRecord failed = {.name = "A.fails", .reason = Reason::failed, .detail = "exit code 3"};
const UnitRecord skipped = {.name = "A.skips", .reason = Reason::skipped, .detail = "no network"};
const SlowUnit slow = {.name = "A.skips", .running_for = 60s};
const AttemptRecord bad_attempt = {.reason = Reason::failed, .duration = 3ms};

std::string shown(const TerminalSettings& settings, const std::function<void(Terminal&)>& act) {
  const ALog file;
  {
    Terminal terminal(file.fd(), settings, 3);
    act(terminal);
  }
  return read_log(file.fd(), 0, 100'000);
}

TEST(Terminal, ShowsALineForEachUnitAndTheOutputOfThoseThatFail) {
  const auto act = [](Terminal& terminal) {
    terminal.started({.shard = 3});
    terminal.unit(passed, "fine\n");
    terminal.attempt("A.fails", bad_attempt, 1, "first\n");
    terminal.unit(failed, "second\n");
    terminal.slow(slow);
    terminal.unit(skipped, "");
  };
  EXPECT_EQ(shown({}, act),
            "        PASS [   0.000s] (1/3) A.passes\n"
            "  TRY 1 FAIL [   0.003s] A.fails\n"
            "--- TRY 1 OUTPUT: A.fails ---\nfirst\n--- TRY 1 END: A.fails ---\n"
            "        FAIL [   0.000s] (2/3) A.fails\n"
            "--- OUTPUT: A.fails: exit code 3 ---\nsecond\n--- END: A.fails ---\n" +
                slow_line(slow, Color::never) + "        SKIP [   0.000s] (3/3) A.skips\n");
  EXPECT_EQ(shown({.detail = Detail::quiet}, act),
            "        FAIL [   0.000s] (2/3) A.fails\n"
            "--- OUTPUT: A.fails: exit code 3 ---\nsecond\n--- END: A.fails ---\n");
  EXPECT_THAT(
      shown({.detail = Detail::verbose}, act),
      AllOf(StartsWith("       START slot 0: 1 unit of shard 3\n"),
            HasSubstr("(1/3) A.passes (shard 0, slot 0)\n"),
            EndsWith("        SKIP [   0.000s] (3/3) A.skips (shard 0, slot 0): no network\n")));
}

TEST(Terminal, ShowsTheOutputThatWasAskedFor) {
  const auto act = [](Terminal& terminal) {
    terminal.unit(passed, "fine\n");
    terminal.unit(failed, "broken\n");
  };
  EXPECT_THAT(shown({.output = ShowOutput::all}, act),
              AllOf(HasSubstr("\nfine\n"), HasSubstr("\nbroken\n")));
  EXPECT_THAT(shown({.output = ShowOutput::never}, act), Not(HasSubstr("OUTPUT")));
  EXPECT_THAT(shown({.output = ShowOutput::live}, act), Not(HasSubstr("OUTPUT")))
      << "it was shown while it was written";
}

TEST(Terminal, LiveOutputIsShownWhileAShardRuns) {
  ALog log;
  const RunningShard shard = {.slot = 1, .log = log.fd()};
  EXPECT_EQ(shown({.output = ShowOutput::live},
                  [&](Terminal& terminal) {
                    log.add("first\nsec");
                    terminal.tick(Clock::time_point(1s), {{shard}});
                    EXPECT_EQ(terminal.next_tick(), Clock::time_point(1s + 100ms));
                    log.add("ond");
                    terminal.ended(shard);
                    terminal.unit(passed, "first\nsecond");
                  }),
            "  1| first\n  1| second\n        PASS [   0.000s] (1/3) A.passes\n");
}

TEST(Terminal, WritesTenTimesASecond) {
  const ALog file;
  Terminal terminal(file.fd(), {}, 3);
  terminal.unit(passed, "");
  EXPECT_EQ(log_size(file.fd()), 0U);
  terminal.tick(Clock::time_point(1s), {});
  const std::uint64_t size = log_size(file.fd());
  EXPECT_GT(size, 0U);
  EXPECT_EQ(terminal.next_tick(), std::nullopt) << "nothing is left to show";
  terminal.unit(failed, "");
  EXPECT_FALSE(terminal.is_due(Clock::time_point(1s + 99ms)));
  terminal.tick(Clock::time_point(1s + 99ms), {});
  EXPECT_EQ(log_size(file.fd()), size);
  EXPECT_EQ(terminal.next_tick(), Clock::time_point(1s + 100ms));
  terminal.tick(Clock::time_point(1s + 100ms), {});
  EXPECT_GT(log_size(file.fd()), size);
}

TEST(Terminal, MuchIsNotKeptForTheNextTick) {
  const ALog file;
  Terminal terminal(file.fd(), {}, 3);
  terminal.tick(Clock::time_point(1s), {});
  for (int i = 0; i < 5; ++i) terminal.unit(failed, std::string(60'000, 'x'));
  terminal.tick(Clock::time_point(1s + 1ms), {});
  EXPECT_GT(log_size(file.fd()), 300'000U);
}

TEST(Terminal, TheLiveAreaStaysBelowTheLines) {
  ATerminal screen;
  Terminal terminal(screen.fd(), {.is_live = true}, 3);
  const std::vector<RunningShard> running = {{.shard = 3, .unit = "A.runs", .since = Clock::now()}};
  terminal.tick(Clock::now(), running);
  EXPECT_THAT(screen.text(), StartsWith("     Running [ 00:00:00] [ "));
  EXPECT_THAT(screen.text(), EndsWith("0/3: 1 running, 0 passed, 0 failed\n"
                                      "             [ 00:00:00] slot 0: A.runs\n"));
  terminal.unit(passed, "");
  terminal.tick(Clock::now() + 1s, running);
  EXPECT_THAT(screen.text(), StartsWith("        PASS [   0.000s] (1/3) A.passes\n"
                                        "     Running [ 00:00:01]"));
  terminal.clear();
  EXPECT_EQ(screen.text(), "        PASS [   0.000s] (1/3) A.passes\n");
  terminal.tick(Clock::now() + 2s, running);
  EXPECT_THAT(screen.text(), HasSubstr("Running"));
  terminal.unit(failed, "");
  terminal.summary({}, "a note\n");
  EXPECT_THAT(screen.text(),
              AllOf(HasSubstr("A.fails"), Not(HasSubstr("Running")), EndsWith("\na note\n")));
}

TEST(Terminal, IsNotDrawnOnWhereNothingChanged) {
  ATerminal screen;
  Terminal terminal(screen.fd(), {.is_live = true}, 3);
  const Clock::time_point now = Clock::now();
  terminal.tick(now + 1100ms, {});
  EXPECT_THAT(screen.bytes(), Not(IsEmpty()));
  terminal.tick(now + 1300ms, {});
  EXPECT_THAT(screen.bytes(), IsEmpty());
  EXPECT_NE(terminal.next_tick(), std::nullopt) << "time goes on";
}

TEST(Terminal, OneThatIsNotLiveGetsNothingButLines) {
  const std::string text = shown({}, [](Terminal& terminal) {
    const std::vector<RunningShard> running(1);
    terminal.unit(passed, "");
    terminal.tick(Clock::now(), running);
    terminal.snapshot(Clock::now(), running);
    terminal.summary({}, "");
  });
  EXPECT_THAT(text, AllOf(Not(HasSubstr("\033")), Not(HasSubstr("Running")), Not(HasSubstr("\r"))));
  EXPECT_THAT(text, HasSubstr("    Snapshot [ 00:00:0"));
}

// A reader that sleeps must not keep time limits from being kept.
TEST(Terminal, AStoppedReaderDoesNotStopTheRun) {
  int ends[2] = {-1, -1};
  ASSERT_EQ(::pipe2(ends, 0), 0);
  const UniqueFd reader(ends[0]);
  const UniqueFd writer(ends[1]);
  ASSERT_GT(::fcntl(writer.get(), F_SETPIPE_SZ, 4096), 0);
  const std::string filling(4096, 'x');
  ASSERT_EQ(::write(writer.get(), filling.data(), filling.size()), 4096);
  Terminal terminal(writer.get(), {}, 3);
  for (int i = 0; i < 30; ++i) {
    terminal.unit(failed, std::string(100'000, 'x'));
    terminal.tick(Clock::time_point(1s * (i + 1)), {});
  }
  EXPECT_NE(terminal.next_tick(), std::nullopt) << "it is still to be written";
  std::string all(1 << 16, '\0');
  // The terminal's end waits for its reader.
  std::thread draining([&] {
    ssize_t count = 0;
    do {
      count = ::read(reader.get(), all.data(), all.size());
    } while (count > 0 && all[static_cast<std::size_t>(count) - 1] != '!');
  });
  terminal.clear();
  ASSERT_EQ(::write(writer.get(), "!", 1), 1);
  draining.join();
}

TEST(Terminal, IsLiveWhereAPersonLooksAtIt) {
  EXPECT_TRUE(choose_live({.term = "xterm", .is_terminal = true}));
  EXPECT_FALSE(choose_live({.term = "xterm"}));
  EXPECT_FALSE(choose_live({.term = "dumb", .is_terminal = true}));
  EXPECT_FALSE(choose_live({.is_terminal = true}));
  EXPECT_FALSE(choose_live({.ci = "true", .term = "xterm", .is_terminal = true}));
  EXPECT_TRUE(choose_live({.ci = "false", .term = "xterm", .is_terminal = true}));
}

}  // namespace
}  // namespace isorun
