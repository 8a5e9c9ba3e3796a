// Against a real program: tests/suite/fixtures/suite.cpp.
#include "suite/googletest/googletest.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"

namespace isorun::googletest {
namespace {

using testing::_;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using testing::StartsWith;

const std::string program = ISORUN_SUITE_FIXTURE;

std::vector<std::string> names(const Suite& suite) {
  std::vector<std::string> result;
  for (const Unit& unit : suite.units()) result.push_back(unit.name);
  return result;
}

std::unique_ptr<Suite> recognised(const UserCommand& command) {
  Program listed;
  const Evidence evidence = listed.run(listing(command, listed.directory()), command.environment);
  auto suite = recognise(command, evidence);
  EXPECT_TRUE(suite.has_value() && *suite != nullptr) << evidence.log;
  return std::move(*suite);
}

struct Outcome {
  std::map<std::string, UnitResult> results;
  std::vector<std::string> not_run;
  std::optional<ShardProblem> problem;
  std::string log;

  [[nodiscard]] std::string_view log_of(const std::string& name) const {
    const UnitResult& result = results.at(name);
    return part(log, result.output);
  }
};

// All tests of the program in one shard.
Outcome run(const Words& words, const Words& environment) {
  UserCommand command = {words, environment};
  command.argv.insert(command.argv.begin(), program);
  const auto suite = recognised(command);
  std::vector<std::size_t> all(suite->units().size());
  std::iota(all.begin(), all.end(), 0);
  Program shard;
  const Evidence evidence = shard.run(suite->command(all, shard.directory()), environment);
  ShardResults results = suite->results(all, evidence);
  Outcome outcome;
  outcome.log = evidence.log;
  outcome.problem = results.problem;
  for (const UnitResult& result : results.results)
    outcome.results[suite->units()[result.unit].name] = result;
  for (const std::size_t unit : results.not_run)
    outcome.not_run.push_back(suite->units()[unit].name);
  EXPECT_EQ(results.results.size() + results.not_run.size(), all.size());
  return outcome;
}

std::vector<std::string> with_reason(const Outcome& outcome, Reason reason) {
  std::vector<std::string> result;
  for (const auto& [name, unit] : outcome.results)
    if (unit.reason == reason) result.push_back(name);
  return result;
}

TEST(GoogleTest, ListsExactlyTheTestsThatWouldRun) {
  EXPECT_THAT(
      names(*recognised({{program}, {}})),
      ElementsAre("Plain.Passes", "Plain.Fails", "Plain.Skips", "Plain.PrintsMarkers",
                  "Plain.FailsInTheFirstRound", "Plain/Typed/0.Works", "Plain/Typed/1.Works",
                  "Named/Typed/std::string.Works", "Named/Typed/half-open.Works", "SetUp.One",
                  "SetUp.Two", "Odd/Values.Holds/0", "Odd/Values.Holds/1", "Odd/Values.Holds/2",
                  "Named/Values.Holds/Custom_Name"));
}

TEST(GoogleTest, HonoursTheUsersFilterAndDisabledFlag) {
  EXPECT_THAT(names(*recognised({{program, "--gtest_filter=SetUp.*"}, {}})),
              ElementsAre("SetUp.One", "SetUp.Two"));
  EXPECT_THAT(names(*recognised({{program, "--gtest_filter=*DISABLED_*"}, {}})), IsEmpty());
  const auto all =
      ElementsAre("Plain.DISABLED_Off", "DISABLED_Whole.Off", "DISABLED_Instance/Values.Holds/0");
  const std::string filter = "--gtest_filter=*DISABLED_*";
  EXPECT_THAT(names(*recognised({{program, filter, "--gtest_also_run_disabled_tests"}, {}})), all);
  EXPECT_THAT(names(*recognised({{program, filter}, {"GTEST_ALSO_RUN_DISABLED_TESTS=1"}})), all);
  EXPECT_THAT(names(*recognised({{program, filter, "--gtest_also_run_disabled_tests=0"}, {}})),
              IsEmpty());
}

TEST(GoogleTest, ObeysTheUsersOwnShardsOnce) {
  const Words outer = {"GTEST_TOTAL_SHARDS=3", "GTEST_SHARD_INDEX=1"};
  const Outcome outcome = run({}, outer);
  EXPECT_EQ(outcome.results.size(), 5U);
  EXPECT_THAT(outcome.not_run, IsEmpty());
}

TEST(GoogleTest, WithoutATestThereIsASuiteWithoutUnits) {
  EXPECT_THAT(names(*recognised({{program, "--gtest_filter=No.Such"}, {}})), IsEmpty());
}

TEST(GoogleTest, OtherProgramsAreNotRecognised) {
  for (const Words& words : {Words{"true"}, Words{"false"}, Words{"echo", "Suite."}}) {
    Program listed;
    const UserCommand command = {words, {}};
    const auto suite = recognise(command, listed.run(listing(command, listed.directory())));
    ASSERT_TRUE(suite.has_value());
    EXPECT_EQ(*suite, nullptr) << words.front();
  }
}

TEST(GoogleTest, EachTestHasItsResult) {
  const Outcome outcome = run({}, {"FIXTURE=failure"});
  EXPECT_EQ(outcome.results.size(), 15U);
  EXPECT_THAT(outcome.not_run, IsEmpty());
  EXPECT_FALSE(outcome.problem.has_value());
  EXPECT_THAT(with_reason(outcome, Reason::failed), ElementsAre("Plain.Fails"));
  EXPECT_THAT(with_reason(outcome, Reason::skipped), ElementsAre("Plain.Skips"));
  EXPECT_THAT(outcome.results.at("Plain.Fails").detail,
              AllOf(HasSubstr("suite.cpp:"), Not(HasSubstr("\n"))));
}

TEST(GoogleTest, EachTestHasItsPartOfTheLog) {
  const Outcome outcome = run({"--gtest_color=yes"}, {"FIXTURE=failure"});
  EXPECT_THAT(outcome.log_of("Plain.Fails"),
              AllOf(StartsWith("\033[0;32m[ RUN"), HasSubstr("on purpose"), EndsWith(" ms)\n"),
                    Not(HasSubstr("Plain.Skips"))));
  EXPECT_THAT(std::string(outcome.log_of("Plain.Passes")), HasSubstr("output without a newline"));
}

TEST(GoogleTest, ACrashIsChargedToTheTestThatRan) {
  const Outcome outcome = run({}, {"FIXTURE=crash"});
  EXPECT_THAT(outcome.results, ElementsAre(Pair("Plain.Passes", _)));
  EXPECT_EQ(outcome.results.at("Plain.Passes").reason, Reason::signaled);
  EXPECT_EQ(outcome.results.at("Plain.Passes").detail, "SIGSEGV");
  EXPECT_THAT(outcome.log_of("Plain.Passes"), EndsWith("output without a newline"));
  EXPECT_EQ(outcome.not_run.size(), 14U);
  EXPECT_FALSE(outcome.problem.has_value());
}

TEST(GoogleTest, ACrashHasACulpritEvenInBriefOutput) {
  const Outcome outcome = run({"--gtest_brief=1"}, {"FIXTURE=crash"});
  EXPECT_THAT(with_reason(outcome, Reason::signaled), ElementsAre("Plain.Passes"));
}

TEST(GoogleTest, ATestThatExitsIsNotPassed) {
  EXPECT_EQ(run({}, {"FIXTURE=exit3"}).results.at("Plain.Passes").detail, "exit code 3");
  const Outcome outcome = run({}, {"FIXTURE=exit0"});
  EXPECT_EQ(outcome.results.at("Plain.Passes").reason, Reason::failed);
  EXPECT_THAT(outcome.results.at("Plain.Passes").detail, HasSubstr("code 0"));
}

TEST(GoogleTest, AnExitCodeThatNoTestExplainsIsAProblem) {
  const Outcome outcome = run({}, {"FIXTURE=leak"});
  EXPECT_EQ(outcome.results.size(), 15U);
  EXPECT_THAT(with_reason(outcome, Reason::failed), IsEmpty());
  ASSERT_TRUE(outcome.problem.has_value());
  EXPECT_EQ(outcome.problem->reason, Reason::failed);
  EXPECT_EQ(outcome.problem->detail, "exit code 23, after every test had ended");
}

TEST(GoogleTest, AFailedSuiteSetUpIsAProblemThatNamesTheSuite) {
  const Outcome outcome = run({}, {"FIXTURE=suite failure"});
  ASSERT_TRUE(outcome.problem.has_value());
  EXPECT_THAT(outcome.problem->detail, HasSubstr("of SetUp failed"));
}

TEST(GoogleTest, ACrashInSuiteSetUpIsChargedToThatSuite) {
  const Outcome outcome = run({}, {"FIXTURE=suite crash"});
  EXPECT_THAT(with_reason(outcome, Reason::signaled), ElementsAre("SetUp.One", "SetUp.Two"));
  EXPECT_THAT(outcome.results.at("SetUp.One").detail, "SIGSEGV in SetUpTestSuite");
  EXPECT_THAT(outcome.not_run, Contains("Odd/Values.Holds/0"));
  EXPECT_THAT(outcome.not_run, Not(Contains("Plain.Fails")));
}

TEST(GoogleTest, ACrashInGlobalSetUpSettlesNothing) {
  const Outcome outcome = run({}, {"FIXTURE=world crash"});
  EXPECT_THAT(outcome.results, IsEmpty());
  ASSERT_TRUE(outcome.problem.has_value());
  EXPECT_EQ(outcome.problem->detail, "SIGSEGV, before any test started");
}

TEST(GoogleTest, ASkippedWorldIsNotPassed) {
  const Outcome outcome = run({}, {"FIXTURE=world skip"});
  EXPECT_EQ(with_reason(outcome, Reason::skipped).size(), 15U);
}

TEST(GoogleTest, TheUsersOwnOutputStaysAndTheLogMustDo) {
  for (const std::string_view format : {"xml", "json"}) {
    Program scratch;
    const std::string own = fmt::format("{}/own.{}", scratch.directory(), format);
    const Outcome outcome =
        run({fmt::format("--gtest_output={}:{}", format, own)}, {"FIXTURE=failure"});
    EXPECT_EQ(outcome.results.size(), 15U);
    EXPECT_THAT(with_reason(outcome, Reason::failed), ElementsAre("Plain.Fails"));
    EXPECT_THAT(with_reason(outcome, Reason::skipped), ElementsAre("Plain.Skips"));
    EXPECT_FALSE(outcome.problem.has_value());
    EXPECT_TRUE(std::filesystem::exists(own));
  }
}

TEST(GoogleTest, AFailureInAnEarlierRoundIsNotLost) {
  const Outcome outcome =
      run({"--gtest_repeat=2", "--gtest_filter=*FirstRound"}, {"FIXTURE=flaky"});
  EXPECT_THAT(with_reason(outcome, Reason::failed), ElementsAre("Plain.FailsInTheFirstRound"));
  EXPECT_FALSE(outcome.problem.has_value());
}

TEST(GoogleTest, TypedTestsFailUnderTheirOwnNames) {
  Program scratch;
  const Words own = {"--gtest_output=xml:" + scratch.directory() + "/own.xml"};
  for (const Words& words : {Words{}, own}) {
    EXPECT_THAT(
        with_reason(run(words, {"FIXTURE=typed"}), Reason::failed),
        testing::IsSupersetOf({"Named/Typed/half-open.Works", "Named/Typed/std::string.Works",
                               "Plain/Typed/0.Works", "Plain/Typed/1.Works"}));
  }
}

TEST(GoogleTest, AShardRunsOnlyItsUnits) {
  const auto suite = recognised({{program}, {}});
  Program shard;
  const std::vector<std::size_t> units = {8, 9};
  const ShardCommand command = suite->command(units, shard.directory());
  EXPECT_THAT(command.argv, Contains("--gtest_filter=Named/Typed/half?open.Works:SetUp.One"));
  const Evidence evidence = shard.run(command);
  EXPECT_THAT(evidence.log, HasSubstr("Running 2 tests"));
  const ShardResults results = suite->results(units, evidence);
  ASSERT_EQ(results.results.size(), 2U);
  EXPECT_EQ(results.results[0].unit, 8U);
  EXPECT_EQ(results.results[1].unit, 9U);
}

}  // namespace
}  // namespace isorun::googletest
