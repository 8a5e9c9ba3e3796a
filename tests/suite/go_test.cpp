// Real programs run in tests/cli/go.t.
#include "suite/go/go.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.hpp"

namespace isorun::go {
namespace {

using testing::_;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

constexpr std::string_view listed = "noise: TestX\nTestA\nTestB\nBenchmarkC\nFuzzD\nExampleE\nok\n";

std::unique_ptr<Suite> recognised(const Words& argv = {"./x.test"}) {
  auto suite = recognise({argv, {}}, evidence(exited(0), listed));
  EXPECT_TRUE(suite && *suite);
  return std::move(*suite);
}

std::unique_ptr<Suite> recognised_with_marks() {
  Evidence known = evidence(exited(0), listed);
  known.file = [](std::string_view) { return ""; };
  auto suite = recognise({{"./x.test"}, {}}, known);
  EXPECT_TRUE(suite && *suite);
  return std::move(*suite);
}

ShardStory told(Ending ending, std::string_view log,
                const std::vector<std::size_t>& units = {0, 1}) {
  return story(*recognised(), units, evidence(std::move(ending), log));
}

std::string refusal(const Words& argv) {
  const auto suite = recognise({argv, {}}, evidence(exited(0), listed));
  return suite ? "" : suite.error().what;
}

TEST(Go, BenchmarksAreNoUnits) {
  EXPECT_THAT(names(*recognised()), ElementsAre("TestA", "TestB", "FuzzD", "ExampleE"));
}

TEST(Go, ListsByTheUsersPattern) {
  EXPECT_THAT(listing({{"./x.test", "-test.run", "(A/b|[/])/c", "--", "-x"}, {}}, "/results").argv,
              ElementsAre("sh", "-c", _, "sh", "/results/marked", "./x.test", "-test.run",
                          "(A/b|[/])/c", "-test.v=test2json", "-test.list=(A/b|[/])", "--", "-x"));
}

// Go 1.19 has no marks and refuses the word; what it is asked then has no trace of it.
TEST(Go, FindsOutWhetherTheProgramKnowsMarks) {
  for (const bool knows : {true, false}) {
    Program program;
    const std::string path = program.directory() + "/x.test";
    std::ofstream(path) << "#!/bin/sh\ncase \"$*\" in *test2json*) " << (knows ? ":" : "exit 2")
                        << ";; esac\nprintf '%s\\n' \"Test$#\" \"Test$2\"\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    const UserCommand command = {{path, "a", "b c"}, {}};
    const auto suite = recognise(command, program.run(listing(command, program.directory())));
    ASSERT_TRUE(suite && *suite);
    EXPECT_EQ((*suite)->units().front().name, knows ? "Test4" : "Test3");
    EXPECT_EQ((*suite)->command({{0}}, "").argv[3], knows ? "-test.v=test2json" : "-test.v=true");
  }
}

TEST(Go, ATestCannotPrintAMarkedLine) {
  const auto suite = recognised_with_marks();
  const auto result = story(*suite, {0, 1},
                            evidence(exited(0),
                                     "\x16=== RUN   TestA\n--- PASS: TestA (9.00s)\nPASS\n"
                                     "x\x16--- FAIL: TestA (0.00s)\n\x16=== NAME  \n"
                                     "\x16=== RUN   TestB\n=== RUN   TestA\n"
                                     "\x16--- PASS: TestB (0.00s)\n\x16=== NAME  \n"
                                     "\x16"
                                     "FAIL\n"));
  EXPECT_THAT(result.reasons,
              UnorderedElementsAre(Pair("TestA", "failed: failed"), Pair("TestB", "passed")));
  EXPECT_EQ(
      result.results.at("TestB").output.end - result.results.at("TestB").output.begin,
      std::string_view("=== RUN   TestB\n=== RUN   TestA\n\x16--- PASS: TestB (0.00s)\n").size());
}

TEST(Go, APanicOnStandardErrorSaysWhy) {
  Evidence seen =
      evidence(exited(2), "=== RUN   TestA\n=== RUN   TestB\n--- FAIL: TestB (0.00s)\n");
  const std::string log =
      std::string(seen.output) + "panic: boom [recovered]\n\tpanic: boom\n\ngoroutine 7:\n";
  seen.log = log;
  const auto result = story(*recognised(), {0, 1}, seen);
  EXPECT_EQ(result.reasons.at("TestB"), "failed: panic: boom [recovered]");
  EXPECT_THAT(result.not_run, ElementsAre("TestA"));
}

TEST(Go, RunsTheTestsByName) {
  const std::vector<std::size_t> shard = {0, 2};
  EXPECT_THAT(
      recognised()->command(shard, "").argv,
      ElementsAre("./x.test", "-test.v=true", "-test.paniconexit0", "-test.run=^(TestA|FuzzD)$"));
  EXPECT_THAT(recognised({"./x.test", "--test.run=A/b/c"})->command(shard, "").argv,
              ElementsAre("./x.test", "--test.run=A/b/c", "-test.v=true", "-test.paniconexit0",
                          "-test.run=^(TestA|FuzzD)$/b/c"));
  EXPECT_THAT(recognised_with_marks()->command(shard, "").argv,
              ElementsAre("./x.test", "-test.v=test2json", "-test.paniconexit0",
                          "-test.run=^(TestA|FuzzD)$"));
}

TEST(Go, RefusesWhatShardsCannotDo) {
  EXPECT_NE(refusal({"./x.test", "-test.bench=."}), "");
  EXPECT_NE(refusal({"./x.test", "-test.run", "A/b|C"}), "");
  EXPECT_EQ(refusal({"./x.test", "-test.run", "(A|C)/b", "-test.short"}), "");
  EXPECT_EQ(refusal({"./x.test", "-test.run", "A|C"}), "");
}

TEST(Go, TheUsersFailfastEndsTheRun) {
  EXPECT_EQ(recognised()->wishes().max_fail, 0U);
  EXPECT_EQ(recognised({"./x.test", "-test.failfast"})->wishes().max_fail, 1U);
  EXPECT_EQ(recognised({"./x.test", "-test.failfast=false"})->wishes().max_fail, 0U);
}

TEST(Go, ReadsResultsAndTheirPartsOfTheLog) {
  const std::string_view log =
      "=== RUN   TestA\nno end--- PASS: TestA (1.50s)\n=== RUN   TestB\n=== RUN   TestB/sub\n"
      "    x_test.go:4: wrong\n--- FAIL: TestB (0.01s)\n    --- FAIL: TestB/sub (0.00s)\nFAIL\n";
  const auto result = told(exited(1), log);
  EXPECT_THAT(result.reasons, UnorderedElementsAre(Pair("TestA", "passed"),
                                                   Pair("TestB", "failed: x_test.go:4: wrong")));
  EXPECT_EQ(result.results.at("TestA").duration, std::chrono::milliseconds(1500));
  const UnitResult& failed = result.results.at("TestB");
  EXPECT_EQ(part(log, failed.output),
            log.substr(log.find("=== RUN   TestB\n"),
                       log.find("FAIL\n", log.size() - 6) - log.find("=== RUN   TestB\n")));
}

TEST(Go, ParallelTestsEndLater) {
  const auto result =
      told(exited(0),
           "=== RUN   TestA\n=== PAUSE TestA\n=== RUN   TestB\n=== PAUSE TestB\n=== CONT  TestA\n"
           "=== CONT  TestB\n--- PASS: TestB (0.00s)\n--- SKIP: TestA (0.00s)\nPASS\n");
  EXPECT_THAT(result.reasons,
              UnorderedElementsAre(Pair("TestA", "skipped"), Pair("TestB", "passed")));
}

TEST(Go, LinesBelongToTheirTestAlsoIfItIsParallel) {
  const std::string_view log =
      "\x16=== RUN   TestA\n\x16=== PAUSE TestA\n\x16=== NAME  \n\x16=== RUN   TestB\n"
      "\x16=== PAUSE TestB\n\x16=== NAME  \n\x16=== CONT  TestA\n\x16=== CONT  TestB\n"
      "\x16=== RUN   TestB/sub\nof B\n\x16=== NAME  TestA\nof A, \x16=== NAME  TestB/sub\n"
      "    x_test.go:1: B\n\x16--- FAIL: TestB (0.00s)\n\x16    --- FAIL: TestB/sub (0.00s)\n"
      "\x16=== NAME  TestA\n    x_test.go:2: A\n\x16--- PASS: TestA (0.00s)\n\x16=== NAME  \n"
      "\x16"
      "FAIL\n";
  const auto result = story(*recognised_with_marks(), {0, 1}, evidence(exited(1), log));
  const auto text_of = [&](const char* test) {
    std::string text;
    for (const OutputRange& piece : result.results.at(test).pieces) text += part(log, piece);
    std::erase(text, '\x16');
    return text;
  };
  EXPECT_EQ(text_of("TestA"),
            "=== RUN   TestA\n=== PAUSE TestA\n=== CONT  TestA\n=== NAME  TestA\nof A, "
            "=== NAME  TestA\n    x_test.go:2: A\n--- PASS: TestA (0.00s)\n");
  EXPECT_EQ(text_of("TestB"),
            "=== RUN   TestB\n=== PAUSE TestB\n=== CONT  TestB\n=== RUN   TestB/sub\nof B\n"
            "=== NAME  TestB/sub\n    x_test.go:1: B\n--- FAIL: TestB (0.00s)\n"
            "    --- FAIL: TestB/sub (0.00s)\n");
  EXPECT_EQ(result.reasons.at("TestB"), "failed: x_test.go:1: B");
}

TEST(Go, TheWorstOfSeveralRoundsCounts) {
  const auto result = told(exited(1),
                           "=== RUN   TestA\n--- FAIL: TestA (0.50s)\n=== RUN   TestA\n"
                           "--- PASS: TestA (0.25s)\nFAIL\n",
                           {0});
  EXPECT_EQ(result.reasons.at("TestA"), "failed: failed");
  EXPECT_EQ(result.results.at("TestA").duration, std::chrono::milliseconds(750));
}

TEST(Go, WhatATestPrintsIsNotItsEnd) {
  const auto result = told(exited(0),
                           "=== RUN   TestA\n=== RUN   TestX\n--- FAIL: TestA (0.00s)\nPASS\n--- "
                           "PASS: TestA (0.00s)\nPASS\n",
                           {0});
  EXPECT_EQ(result.reasons.at("TestA"), "passed");
}

TEST(Go, APanicIsChargedToItsTest) {
  const auto result = told(exited(2),
                           "=== RUN   TestA\n--- FAIL: TestA (0.00s)\npanic: as told [recovered]\n"
                           "\tpanic: as told\n\ngoroutine 19 [running]:\n");
  EXPECT_EQ(result.reasons.at("TestA"), "failed: panic: as told [recovered]");
  EXPECT_THAT(result.not_run, ElementsAre("TestB"));
  EXPECT_FALSE(result.problem);
}

TEST(Go, TheTestThatWasRunningBearsTheEnd) {
  const std::string_view log = "=== RUN   TestA\n--- PASS: TestA (0.00s)\n=== RUN   TestB\n";
  EXPECT_EQ(told(signaled(11), log).reasons.at("TestB"), "signaled: SIGSEGV");
  EXPECT_EQ(told(exited(0), log).reasons.at("TestB"),
            "failed: the program exited with code 0 during this test");
  const auto early = told(signaled(11), "noise\n");
  EXPECT_THAT(early.not_run, ElementsAre("TestA", "TestB"));
  EXPECT_TRUE(early.problem);
}

TEST(Go, AnExitAfterTheTestsIsAProblem) {
  const auto result = told(exited(3), "=== RUN   TestA\n--- PASS: TestA (0.00s)\nPASS\n", {0});
  EXPECT_EQ(result.reasons.at("TestA"), "passed");
  ASSERT_TRUE(result.problem);
  EXPECT_EQ(result.problem->detail, "exit code 3, after every test had ended");
}

TEST(Go, WhatTheUserSkipsIsSkipped) {
  const auto suite = recognised({"./x.test", "-test.skip=B"});
  const std::string_view log = "=== RUN   TestA\n--- PASS: TestA (0.00s)\nPASS\n";
  EXPECT_EQ(story(*suite, {0, 1}, evidence(exited(0), log)).reasons.at("TestB"), "skipped");
  EXPECT_EQ(story(*suite, {1}, evidence(exited(0), "PASS\n")).reasons.at("TestB"), "skipped");
  EXPECT_EQ(told(exited(0), "PASS\n").reasons.at("TestB"),
            "failed: the program did not run this test");
}

TEST(Go, TellsWhichTestIsRunning) {
  const auto suite = recognised();
  const std::vector<std::size_t> shard = {0, 1};
  EXPECT_EQ(suite->running(
                shard, "=== RUN   TestA\n=== RUN   TestA/sub\n    --- PASS: TestA/sub (0.00s)\n"),
            0U);
  EXPECT_EQ(suite->running(shard, "=== RUN   TestA\n--- PASS: TestA (0.00s)\n"), std::nullopt);
}

}  // namespace
}  // namespace isorun::go
