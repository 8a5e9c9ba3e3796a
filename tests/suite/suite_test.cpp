// Suites whose shards hold one unit: sharding variables, copies and lists.
#include "suite/suite.hpp"

#include <cerrno>
#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"
#include "suite/framework.hpp"
#include "suite/list.hpp"
#include "suite/sharded.hpp"
#include "suite/verdict.hpp"

namespace isorun {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr std::size_t first[] = {0};
constexpr std::size_t second[] = {1};

std::vector<std::string> names(const Suite& suite) {
  std::vector<std::string> result;
  for (const Unit& unit : suite.units()) result.push_back(unit.name);
  return result;
}

TEST(Frameworks, EachKnowsItsOwnPrograms) {
  const UserCommand command = {{"./suite"}, {}};
  const auto certain_of = [&command](std::string_view content) {
    std::vector<std::string_view> certain;
    const Look look = {command, NamedFile{"/suite", content, false}, {}};
    for (const Framework& framework : frameworks())
      if (framework.look(look) == Likeness::yes) certain.push_back(framework.name);
    return certain;
  };
  EXPECT_THAT(certain_of("...gtest_list_tests..."), ElementsAre("googletest"));
  EXPECT_THAT(certain_of("...Catch2TestRun..."), ElementsAre("catch2"));
  EXPECT_THAT(certain_of("...--list-test-names-only..."), ElementsAre("catch2-v2"));
  EXPECT_THAT(certain_of("...doctest_version..."), ElementsAre("doctest"));
  EXPECT_THAT(certain_of("...force-run-in-process..."), ElementsAre("libtest"));
  EXPECT_THAT(certain_of("...testing.(*M).Run..."), ElementsAre("go"));
  EXPECT_THAT(certain_of("#!/bin/sh\n"), IsEmpty());
}

TEST(Sharded, AsksInBothDialects) {
  const auto suite = make_sharded({{"/opt/bin/suite", "-v"}, {}}, 4);
  EXPECT_EQ(suite->framework(), "sharded");
  EXPECT_THAT(names(*suite), ElementsAre("suite (shard 1 of 4)", "suite (shard 2 of 4)",
                                         "suite (shard 3 of 4)", "suite (shard 4 of 4)"));
  const ShardCommand command = suite->command(second, "/tmp/.isorun");
  EXPECT_THAT(command.argv, ElementsAre("/opt/bin/suite", "-v"));
  EXPECT_THAT(command.set,
              UnorderedElementsAre("GTEST_TOTAL_SHARDS=4", "GTEST_SHARD_INDEX=1",
                                   "GTEST_SHARD_STATUS_FILE=/tmp/.isorun/GTEST.shard_status",
                                   "TEST_TOTAL_SHARDS=4", "TEST_SHARD_INDEX=1",
                                   "TEST_SHARD_STATUS_FILE=/tmp/.isorun/TEST.shard_status"));
  EXPECT_EQ(suite->limits().units, 1U);
}

TEST(Sharded, EitherStatusFileIsProof) {
  const UserCommand command = {{"sh", "-c", "touch \"$TEST_SHARD_STATUS_FILE\"; exit 5"}, {}};
  const auto suite = make_sharded(command, 2);
  Program shard;
  const ShardResults results =
      suite->results(second, shard.run(suite->command(second, shard.directory())));
  EXPECT_FALSE(results.error.has_value());
  ASSERT_THAT(results.results, SizeIs(1));
  EXPECT_EQ(results.results[0].unit, 1U);
  EXPECT_EQ(results.results[0].detail, "exit code 5");
}

TEST(Sharded, WithoutProofTheRunStops) {
  const auto suite = make_sharded({{"true"}, {}}, 2);
  Program shard;
  const ShardResults results =
      suite->results(first, shard.run(suite->command(first, shard.directory())));
  ASSERT_TRUE(results.error.has_value());
  EXPECT_EQ(results.error->phase, Phase::usage);
  EXPECT_THAT(results.error->what, AllOf(HasSubstr("--list FILE"), HasSubstr("--shards none")));
}

TEST(Sharded, ACrashIsNotAskedForProof) {
  const auto suite = make_sharded({{"true"}, {}}, 2);
  const ShardResults results = suite->results(first, evidence(signaled(SIGBUS)));
  EXPECT_FALSE(results.error.has_value());
  EXPECT_EQ(results.results[0].detail, "SIGBUS");
}

TEST(Sharded, OneShardIsThePlainCommand) {
  const auto suite = make_sharded({{"./suite"}, {}}, 1);
  EXPECT_THAT(names(*suite), ElementsAre("suite"));
  EXPECT_THAT(suite->command(first, "/tmp").set, IsEmpty());
  EXPECT_FALSE(suite->results(first, evidence(exited(0))).error.has_value());
}

TEST(Copies, NeedNoProof) {
  const auto suite = make_copies({{"./suite"}, {}}, 2);
  EXPECT_EQ(suite->framework(), "copies");
  EXPECT_THAT(names(*suite), ElementsAre("suite (copy 1 of 2)", "suite (copy 2 of 2)"));
  EXPECT_THAT(suite->command(second, "/tmp").set, IsEmpty());
  const ShardResults results = suite->results(second, evidence(exited(0)));
  EXPECT_FALSE(results.error.has_value());
  EXPECT_EQ(results.results[0].reason, Reason::passed);
}

TEST(List, EachLineTakesThePlaceOfTheBraces) {
  const auto list = make_list({{"run", "--name={}", "{}{}", "-v"}, {}}, "a b\r\n\n  \nc{}\na b\n");
  ASSERT_TRUE(list.has_value());
  const Suite& suite = **list;
  EXPECT_EQ(suite.framework(), "list");
  EXPECT_THAT(names(suite), ElementsAre("a b", "c{}", "a b #2"));
  EXPECT_THAT(suite.command(first, "/tmp").argv, ElementsAre("run", "--name=a b", "a ba b", "-v"));
  EXPECT_THAT(suite.command(second, "/tmp").argv, ElementsAre("run", "--name=c{}", "c{}c{}", "-v"));
  constexpr std::size_t third[] = {2};
  EXPECT_EQ(suite.command(third, "/tmp").argv[1], "--name=a b");
}

TEST(List, LinesAreJudgedAsScriptsAre) {
  const auto list = make_list({{"run", "{}"}, {}}, "a\n");
  EXPECT_EQ((*list)->results(first, evidence(exited(77))).results[0].reason, Reason::skipped);
  EXPECT_EQ((*list)->results(first, evidence(exited(0), "1..1\nnot ok 1\n")).results[0].detail,
            "not ok 1");
}

TEST(List, NamesStayUnique) {
  const auto list = make_list({{"{}"}, {}}, "x\nx #2\nx\n");
  EXPECT_THAT(names(**list), ElementsAre("x", "x #2", "x #3"));
}

// Quadratic time would take hours.
TEST(List, AMillionTimesTheSameLineIsFine) {
  std::string text;
  for (int i = 0; i < 1'000'000; ++i) text += "x\n";
  const auto list = make_list({{"{}"}, {}}, text);
  EXPECT_EQ((*list)->units().back().name, "x #1000000");
}

TEST(List, WrongUseIsExplained) {
  const auto no_place = make_list({{"run"}, {}}, "a\n");
  ASSERT_FALSE(no_place.has_value());
  EXPECT_EQ(no_place.error().phase, Phase::usage);
  EXPECT_THAT(no_place.error().what, HasSubstr("{}"));
  const auto nul = make_list({{"{}"}, {}}, std::string_view("a\nb\0c\n", 6));
  ASSERT_FALSE(nul.has_value());
  EXPECT_THAT(nul.error().what, HasSubstr("line 2"));
}

TEST(Verdict, EveryEndingHasItsReason) {
  EXPECT_EQ(judge(evidence(exited(0)))->reason, Reason::passed);
  EXPECT_EQ(judge(evidence(exited(77)))->reason, Reason::failed);
  EXPECT_EQ(judge(evidence(signaled(SIGKILL)))->detail, "SIGKILL");
  EXPECT_EQ(signal_name(SIGRTMIN + 5), "signal " + std::to_string(SIGRTMIN + 5));
  EXPECT_EQ(judge(evidence(Ending{}))->reason, Reason::signaled);
  Ending ending = exited(ENOENT);
  ending.how = Ending::How::exec_failed;
  ending.error = {Phase::exec, ENOENT, "executing x"};
  EXPECT_EQ(judge(evidence(ending))->reason, Reason::exec_failed);
  EXPECT_THAT(judge(evidence(ending))->detail, HasSubstr("No such file or directory"));
  Evidence hinted = evidence(exited(0));
  hinted.hint = Reason::disk_full;
  EXPECT_EQ(judge(hinted)->reason, Reason::passed) << "a hint explains a failure, it makes none";
}

TEST(Verdict, AnInterruptedUnitIsNotRun) {
  Evidence what = evidence(signaled(SIGTERM));
  what.stop = Evidence::Stop::interrupted;
  const ShardResults results = make_copies({{"x"}, {}}, 1)->results(first, what);
  EXPECT_THAT(results.results, IsEmpty());
  EXPECT_THAT(results.not_run, ElementsAre(0U));
}

}  // namespace
}  // namespace isorun
