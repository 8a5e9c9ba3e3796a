#include "suite/tap.hpp"

#include <csignal>

#include <gtest/gtest.h>

#include "program.hpp"
#include "suite/script_verdict.hpp"

namespace isorun {
namespace {

std::string failure(std::string_view text) {
  const auto tap = read_tap(text, TapUse::expected);
  return tap ? tap->failure : "not TAP";
}

TEST(Tap, GoodOnes) {
  EXPECT_EQ(failure("1..2\nok 1\nok 2 - name\n"), "");
  EXPECT_EQ(failure("ok\nok\n1..2\n"), "") << "the plan may come last, numbers may be left out";
  EXPECT_EQ(failure("TAP version 14\n1..1\nok 1\n"), "");
  EXPECT_EQ(failure("TAP version 13\n1..1\nok 1\n  ---\n  message: 'not ok'\n  ...\n"), "");
  EXPECT_EQ(failure("1..2\nok 2\nok 1\n"), "") << "their order is free";
  EXPECT_EQ(failure("# diag\r\n1..1\r\nok 1 - x\r\n"), "");
  EXPECT_EQ(failure("pragma +strict\n1..1\nwarning: x\nok 1\n\nokay\nnot okay\n"), "");
}

TEST(Tap, DirectivesForgive) {
  EXPECT_EQ(failure("1..1\nnot ok 1 - later # TODO not written\n"), "");
  EXPECT_EQ(failure("1..1\nnot ok 1 # todo\n"), "");
  EXPECT_EQ(failure("1..1\nok 1 # SKIP no network\n"), "");
  EXPECT_EQ(failure("1..1\nnot ok 1 # SKIP no network\n"), "not ok 1")
      << "what is skipped must still be ok";
  EXPECT_EQ(failure("1..1\nnot ok 1 - issue \\# TODO\n"), "not ok 1 - issue \\# TODO");
  EXPECT_EQ(failure("1..1\nnot ok 1 - issue #12\n"), "not ok 1 - issue #12");
}

TEST(Tap, FailuresNameTheFirst) {
  EXPECT_EQ(failure("1..3\nok 1\nnot ok 2 - bad\nnot ok 3\n"), "not ok 2 - bad");
  EXPECT_EQ(failure("1..5\nok 1\nok 2\nok 3\n"), "planned 5, ran 3");
  EXPECT_EQ(failure("1..1\nok 1\nok 2\n"), "planned 1, ran 2");
  EXPECT_EQ(failure("1..0\nok 1\n"), "planned 0, ran 1");
  EXPECT_EQ(failure("1..2\nok 1\nok 3\n"), "test 3 is beyond the plan of 2");
  EXPECT_EQ(failure("1..2\nok 1\nok 1\n"), "two results of test 1");
  EXPECT_EQ(failure("1..1\nok 1\n1..1\n"), "more than one plan");
  EXPECT_EQ(failure("ok 1\n"), "no plan");
  EXPECT_EQ(failure(""), "no plan");
  EXPECT_EQ(failure("1..2\nnot ok 1\nBail out! database gone\nok 2\n"), "Bail out! database gone");
}

TEST(Tap, OnlyTheOuterLevelCounts) {
  EXPECT_EQ(failure("1..1\n# Subtest: x\n    1..2\n    not ok 1\n    ok 2\nok 1 - x\n"), "");
  EXPECT_EQ(failure("1..1\n    ok 1\n    1..1\nnot ok 1 - x\n"), "not ok 1 - x");
}

TEST(Tap, AllSkipped) {
  EXPECT_EQ(read_tap("1..0 # SKIP no network\n")->skip_all, "no network");
  EXPECT_EQ(read_tap("1..0 # skipped: no network\n")->skip_all, "no network");
  EXPECT_EQ(read_tap("1..0\n")->skip_all, "");
  EXPECT_EQ(read_tap("noise\n1..0 # SKIP\n")->skip_all, "");
  EXPECT_EQ(read_tap("1..2\nok 1 # SKIP x\nok 2 # skip y\n")->skip_all, "x");
  EXPECT_FALSE(read_tap("1..2\nok 1 # SKIP x\nok 2\n")->skip_all.has_value());
  EXPECT_FALSE(read_tap("1..1\nok 1 # TODO x\n")->skip_all.has_value());
}

TEST(Tap, OtherOutputIsNone) {
  EXPECT_FALSE(read_tap("").has_value());
  EXPECT_FALSE(read_tap("ok\nnot ok\n").has_value());
  EXPECT_FALSE(read_tap("copying\n1..5 of 9\n").has_value());
  EXPECT_FALSE(read_tap("copying\n1..5\n").has_value());
  EXPECT_TRUE(read_tap("1..5\n").has_value()) << "a script that ended before its first test";
  EXPECT_TRUE(read_tap("starting\n1..1\nok\n").has_value());
  EXPECT_TRUE(read_tap("TAP version 13\n").has_value());
}

UnitResult judged(int code, std::string_view log, TapUse use = TapUse::possible) {
  return judge_script(0, evidence(exited(code), log), {}, use).results.at(0);
}

TEST(ScriptVerdict, SkipCodes) {
  constexpr int codes[] = {4, 99};
  const auto reason = [&](int code, std::string_view log) {
    return judge_script(0, evidence(exited(code), log), codes).results.at(0).reason;
  };
  EXPECT_EQ(reason(4, ""), Reason::skipped);
  EXPECT_EQ(reason(99, ""), Reason::skipped);
  EXPECT_EQ(reason(77, ""), Reason::skipped);
  EXPECT_EQ(reason(3, ""), Reason::failed);
  EXPECT_EQ(reason(4, "1..1\nnot ok 1\n"), Reason::failed);
}

TEST(ScriptVerdict, TapThatSkipsAllItsTests) {
  EXPECT_EQ(judged(0, "1..1\nok 1 # SKIP no network\n").reason, Reason::skipped);
  EXPECT_EQ(judged(0, "1..1\nok 1 # SKIP no network\n").detail, "no network");
  EXPECT_EQ(judged(1, "1..1\nok 1 # SKIP no network\n").reason, Reason::failed);
  EXPECT_EQ(judged(0, "1..2\nok 1 # SKIP no network\n").reason, Reason::failed);
}

TEST(ScriptVerdict, ExitCodes) {
  EXPECT_EQ(judged(0, "done\n").reason, Reason::passed);
  EXPECT_EQ(judged(3, "").reason, Reason::failed);
  EXPECT_EQ(judged(3, "").detail, "exit code 3");
  EXPECT_EQ(judged(77, "no network\n").reason, Reason::skipped);
  EXPECT_EQ(judged(77, "", TapUse::expected).reason, Reason::skipped);
  EXPECT_EQ(judged(99, "").reason, Reason::failed);
  EXPECT_EQ(judged(99, "").detail, "hard error (exit code 99)");
}

TEST(ScriptVerdict, TapAndTheExitCodeMustBothBeGood) {
  EXPECT_EQ(judged(0, "1..1\nok 1\n").reason, Reason::passed);
  EXPECT_EQ(judged(0, "1..1\nnot ok 1 - x\n").reason, Reason::failed);
  EXPECT_EQ(judged(1, "1..1\nnot ok 1 - x\n").detail, "not ok 1 - x");
  EXPECT_EQ(judged(4, "1..1\nok 1\n").detail, "exit code 4");
  EXPECT_EQ(judged(77, "1..1\nnot ok 1\n").detail, "not ok 1");
  EXPECT_EQ(judged(0, "").reason, Reason::passed);
  EXPECT_EQ(judged(0, "", TapUse::expected).detail, "no plan");
  EXPECT_EQ(judged(0, "1..0 # SKIP no network\n").reason, Reason::skipped);
  EXPECT_EQ(judged(0, "1..0 # SKIP no network\n").detail, "no network");
  EXPECT_EQ(judged(1, "1..0 # SKIP no network\n").reason, Reason::failed);
}

TEST(ScriptVerdict, OtherEndingsSpeakForThemselves) {
  const auto killed = judge_script(0, evidence(signaled(SIGSEGV), "1..1\nnot ok 1\n"), {});
  EXPECT_EQ(killed.results.at(0).reason, Reason::signaled);
  EXPECT_EQ(killed.results.at(0).detail, "SIGSEGV");
  Evidence late = evidence(exited(0), "1..2\nok 1\n");
  late.stop = Evidence::Stop::timeout;
  EXPECT_EQ(judge_script(0, late, {}).results.at(0).reason, Reason::timeout);
  late.stop = Evidence::Stop::interrupted;
  EXPECT_EQ(judge_script(0, late, {}).not_run.size(), 1U);
}

}  // namespace
}  // namespace isorun
