// The pieces of the GoogleTest room on texts that no program at hand writes.
#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"
#include "suite/googletest/googletest.hpp"
#include "suite/googletest/json.hpp"
#include "suite/googletest/listing.hpp"
#include "suite/googletest/log.hpp"
#include "suite/googletest/results.hpp"

namespace isorun::googletest {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Listing, NoiseIsLeftOut) {
  const auto names = read_listing(
      "main() from gtest_main.cc\n  an indented sentence\nA.\r\n  One\r\nnoise within.\n  Two\n"
      "T/0.  # TypeParam = std::map<int, char>\n  X\nI/V.\n  P/0  # GetParam() = \"a.\\n  b\"\n"
      "bye\n");
  ASSERT_TRUE(names.has_value());
  EXPECT_THAT(*names, ElementsAre("A.One", "A.Two", "T/0.X", "I/V.P/0"));
  EXPECT_FALSE(read_listing("usage: program [options]\n  --help  this\n").has_value());
  EXPECT_FALSE(read_listing("").has_value());
}

TEST(Listing, DisabledIsASuiteOrATest) {
  EXPECT_TRUE(is_disabled("A.DISABLED_x"));
  EXPECT_TRUE(is_disabled("DISABLED_A.x"));
  EXPECT_TRUE(is_disabled("I/DISABLED_A.x/0"));
  EXPECT_FALSE(is_disabled("A.NOT_DISABLED_x"));
}

UserCommand command() {
  return {{"./suite"}, {}};
}

TEST(Listing, TheTextDoesWhereThereIsNoJson) {
  const auto suite = recognise(command(), evidence(exited(0), "A.\n  x\n  y\n"));
  ASSERT_TRUE(suite.has_value() && *suite);
  EXPECT_THAT((*suite)->units(), SizeIs(2));
  EXPECT_EQ(*recognise(command(), evidence(exited(1), "A.\n  x\n")), nullptr);
}

TEST(Listing, WhatAlsoRunsTestsIsNone) {
  EXPECT_EQ(*recognise(command(), evidence(exited(0), "[==========] Running 1 test.\nA.\n  x\n")),
            nullptr);
}

TEST(Listing, HelpNamesTheFlagsThatItDoesNotKnow) {
  const std::string help =
      "This program contains tests written using Google Test. You can use the\n"
      "  --gtest_list_tests\n      List them\n  --gtest_filter=POSITIVE_PATTERNS\n  "
      "--gtest_repeat=[COUNT]\n";
  const auto why = [&help](const Words& words) {
    return recognise({words}, evidence(exited(0), help)).error().what;
  };
  EXPECT_THAT(why({"./suite", "--gtest_repeat=2", "--gtest_fliter=x", "-gtest_ripeat=3"}),
              EndsWith("does not know: --gtest_fliter=x, -gtest_ripeat=3"));
  EXPECT_THAT(why({"./suite", "--gtest_filter"}), EndsWith("does not know: --gtest_filter"));
  EXPECT_THAT(why({"./suite", "--help"}), HasSubstr("asks for GoogleTest's help"));
}

TEST(Listing, TheSameNameTwiceIsAnError) {
  const auto suite = recognise(command(), evidence(exited(0), "A.\n  x\nB.\n  x\nA.\n  x\n"));
  ASSERT_FALSE(suite.has_value());
  EXPECT_EQ(suite.error().phase, Phase::usage);
  EXPECT_THAT(suite.error().what, HasSubstr("two tests named A.x"));
}

TEST(Listing, FiftyThousandTestsKeepTheArgumentLimit) {
  std::string text = "Suite.\n";
  for (int i = 0; i < 50'000; ++i) text += "  Test" + std::to_string(i) + "\n";
  const auto suite = std::move(*recognise(command(), evidence(exited(0), text)));
  ASSERT_THAT(suite->units(), SizeIs(50'000));
  std::vector<std::size_t> shard;
  std::size_t bytes = 0;
  while (bytes + suite->bytes(shard.size()) <= suite->limits().bytes) {
    bytes += suite->bytes(shard.size());
    shard.push_back(shard.size());
  }
  for (const std::string& word : suite->command(shard, "/tmp").argv)
    EXPECT_LT(word.size(), 128U * 1024) << "execve(2) would fail with E2BIG";
}

TEST(Json, WhatIsNoReportIsRefused) {
  EXPECT_FALSE(read_json("").has_value());
  EXPECT_FALSE(read_json("{\"testsuites\": [").has_value());
  EXPECT_FALSE(read_json("[1, 2]").has_value());
  EXPECT_FALSE(read_json(R"({"testsuites": [3]})").has_value());
  EXPECT_FALSE(read_json(std::string(1'000'000, '[')).has_value());
  EXPECT_TRUE(read_json(R"({"testsuites": []})").has_value());
}

TEST(Json, OneTestOneReason) {
  const auto tests = read_json(R"({"testsuites": [{"name": "A", "testsuite": [
      {"name": "x", "status": "RUN", "result": "COMPLETED", "time": "0.033s",
       "timestamp": "2026-01-01T00:00:00Z"},
      {"name": "y", "status": "RUN", "result": "COMPLETED", "time": "1e-03s",
       "failures": [{"failure": "a.cc:3\nboom\nmore"}]},
      {"name": "z", "status": "NOTRUN", "result": "SUPPRESSED"}, {}]}]})");
  ASSERT_TRUE(tests.has_value());
  ASSERT_THAT(*tests, SizeIs(4));
  EXPECT_EQ((*tests)[0].name, "A.x");
  EXPECT_EQ((*tests)[0].reason, Reason::passed);
  EXPECT_EQ((*tests)[0].duration, std::chrono::milliseconds(33));
  EXPECT_EQ((*tests)[1].reason, Reason::failed);
  EXPECT_EQ((*tests)[1].failure, "a.cc:3: boom");
  EXPECT_EQ((*tests)[1].duration, std::chrono::milliseconds(1));
  EXPECT_FALSE((*tests)[2].reason.has_value());
  EXPECT_FALSE((*tests)[3].reason.has_value());
}

TEST(Markers, NamesMayBeginAlike) {
  const std::vector<std::string_view> names = {"A.x", "A.xy"};
  const Log log = read_log(
      "[ RUN      ] A.xy\r\n[       OK ] A.x (9 ms)\n[       OK ] A.xy (7 ms)\r\n"
      "[ RUN      ] A.x\nhalf a line[  FAILED  ] A.x, where TypeParam = int (5 ms)\n"
      "[  FAILED  ] A.xy\n",
      names);
  EXPECT_EQ(log.tests[1].reason, Reason::passed);
  EXPECT_EQ(log.tests[1].duration, std::chrono::milliseconds(7));
  EXPECT_EQ(log.tests[0].reason, Reason::failed);
  EXPECT_EQ(log.tests[0].duration, std::chrono::milliseconds(5));
  EXPECT_FALSE(log.running.has_value());
}

// Quadratic time would take hours.
TEST(Markers, OneLineMayHoldAMillion) {
  const std::vector<std::string_view> names = {"A.x"};
  std::string line;
  for (int i = 0; i < 1'000'000; ++i)
    line += "[ RUN      ] A.x[ RUN      ] A.x [  FAILED  ] A.x [----------] ";
  const Log log = read_log(line + "\n[ RUN      ] A.x\n[       OK ] A.x (9e300 ms)\n", names);
  EXPECT_EQ(log.tests[0].reason, Reason::passed);
  EXPECT_EQ(log.tests[0].duration, std::chrono::nanoseconds(0));
}

TEST(Markers, ACutLogEndsInTheRunningTest) {
  const std::vector<std::string_view> names = {"A.x"};
  const Log log = read_log("noise\n[ RUN      ] A.x\n[  FAIL", names);
  EXPECT_EQ(log.running, 0U);
  EXPECT_EQ(log.tests[0].begin, 6U);
  EXPECT_EQ(log.tests[0].end, 30U);
  EXPECT_FALSE(read_log("[ RUN      ", names).running.has_value());
}

class Combine : public testing::Test {
 protected:
  ShardResults combine_log(const Evidence& what, const std::optional<std::string>& json = {}) {
    return combine(units, names, what, json);
  }

  std::vector<std::size_t> units = {7, 9};
  std::vector<std::string_view> names = {"A.x", "B.y"};
  std::string half = "[ RUN      ] A.x\n[       OK ] A.x (1 ms)\n[ RUN      ] B.y\n";
};

TEST_F(Combine, ATimeoutIsChargedToTheTestThatRan) {
  Evidence what = evidence(signaled(SIGKILL), half);
  what.stop = Evidence::Stop::timeout;
  what.ending.wall = std::chrono::milliseconds(1500);
  const ShardResults shard = combine_log(what);
  ASSERT_THAT(shard.results, SizeIs(2));
  EXPECT_EQ(shard.results[0].reason, Reason::passed);
  EXPECT_EQ(shard.results[1].unit, 9U);
  EXPECT_EQ(shard.results[1].reason, Reason::timeout);
  EXPECT_EQ(shard.results[1].detail, "timed out after 1.500s");
}

TEST_F(Combine, AnInterruptedTestHasNoResult) {
  Evidence what = evidence(signaled(SIGTERM), half);
  what.stop = Evidence::Stop::interrupted;
  const ShardResults shard = combine_log(what);
  EXPECT_THAT(shard.results, SizeIs(1));
  EXPECT_THAT(shard.not_run, ElementsAre(9U));
  EXPECT_FALSE(shard.problem.has_value());
}

TEST_F(Combine, TheRunnersHintNamesTheCause) {
  Evidence what = evidence(signaled(SIGKILL), half);
  what.hint = Reason::out_of_memory;
  EXPECT_EQ(combine_log(what).results[1].reason, Reason::out_of_memory);
  const std::string failed = half + "[  FAILED  ] B.y (1 ms)\n";
  what = evidence(exited(1), failed);
  what.hint = Reason::disk_full;
  EXPECT_EQ(combine_log(what).results[1].reason, Reason::disk_full);
  EXPECT_EQ(combine_log(what).results[0].reason, Reason::passed);
}

TEST_F(Combine, WithoutASandboxNothingRan) {
  Ending ending;
  ending.how = Ending::How::setup_failed;
  ending.error = {Phase::setup, 0, "cannot mount"};
  const ShardResults shard = combine_log(evidence(ending));
  ASSERT_THAT(shard.results, SizeIs(2));
  EXPECT_EQ(shard.results[1].reason, Reason::setup_failed);
  EXPECT_EQ(shard.results[1].detail, "cannot mount");
}

TEST_F(Combine, ACleanExitThatRanNothingProvesNothing) {
  const ShardResults shard = combine_log(evidence(exited(0), "hello\n"));
  EXPECT_THAT(shard.results, IsEmpty());
  EXPECT_THAT(shard.not_run, ElementsAre(7U, 9U));
}

TEST_F(Combine, ACrashBetweenSuitesIsNoTestsFault) {
  const std::string log = "[----------] 1 test from A\n[ RUN      ] A.x\n[       OK ] A.x (1 ms)\n";
  const ShardResults shard = combine_log(evidence(signaled(SIGABRT), log));
  EXPECT_THAT(shard.results, SizeIs(1));
  EXPECT_THAT(shard.not_run, ElementsAre(9U));
  ASSERT_TRUE(shard.problem.has_value());
  EXPECT_EQ(shard.problem->detail, "SIGABRT, between two tests");
}

TEST_F(Combine, ACrashWithinASuiteIsNotItsSetUps) {
  names = {"A.x", "A.y"};
  const std::string log =
      "[----------] 2 tests from A\n[ RUN      ] A.x\n[       OK ] A.x (1 ms)\n";
  const ShardResults shard = combine_log(evidence(signaled(SIGABRT), log));
  EXPECT_THAT(shard.not_run, ElementsAre(9U));
  EXPECT_TRUE(shard.problem.has_value());
}

TEST_F(Combine, ABrokenReportIsAsGoodAsNone) {
  const std::string log = half + "[       OK ] B.y (1 ms)\n";
  const ShardResults shard = combine_log(evidence(exited(0), log), "{\"testsuites\": [");
  EXPECT_THAT(shard.results, SizeIs(2));
}

TEST_F(Combine, ALoneTestOwnsTheWholeLog) {
  units = {3};
  names = {"A.x"};
  const ShardResults shard = combine_log(evidence(signaled(SIGSEGV), "starting\n" + half));
  ASSERT_THAT(shard.results, SizeIs(1));
  EXPECT_EQ(shard.results[0].output.begin, 0U);
  EXPECT_EQ(shard.results[0].output.end, OutputRange::last);
}

}  // namespace
}  // namespace isorun::googletest
