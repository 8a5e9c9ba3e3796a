// Suites whose shards hold one unit: sharding variables, copies and lists.
#include "suite/suite.hpp"

#include <cerrno>
#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"
#include "suite/driver.hpp"
#include "suite/framework.hpp"
#include "suite/list.hpp"
#include "suite/sharded.hpp"
#include "suite/verdict.hpp"
#include "suite/whole.hpp"

namespace isorun {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
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
    const Invocation invocation = {command, NamedFile{"/suite", content, false}, {}};
    for (const Framework& framework : frameworks())
      if (framework.match(invocation) == Match::yes) certain.push_back(framework.name);
    return certain;
  };
  EXPECT_THAT(certain_of("...gtest_list_tests..."), ElementsAre("googletest"));
  EXPECT_THAT(certain_of("...Catch2TestRun..."), ElementsAre("catch2"));
  EXPECT_THAT(certain_of("...--list-test-names-only..."), ElementsAre("catch2-v2"));
  EXPECT_THAT(certain_of("...doctest_version..."), ElementsAre("doctest"));
  EXPECT_THAT(certain_of("...force-run-in-process..."), ElementsAre("libtest"));
  EXPECT_THAT(certain_of("..._ZN4test16test_main_static17h..."), ElementsAre("libtest"));
  EXPECT_THAT(certain_of("...testing.(*M).Run..."), ElementsAre("go"));
  EXPECT_THAT(certain_of("#!/bin/sh\n"), IsEmpty());
}

TEST(Sharded, AsksInBothDialects) {
  const auto suite = make_sharded({{"/opt/bin/suite", "-v"}, {}}, 4, Proof::first);
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
  const auto suite = make_sharded(command, 2, Proof::each);
  Program shard;
  const ShardResults results =
      suite->results(second, shard.run(suite->command(second, shard.directory())));
  EXPECT_FALSE(results.error.has_value());
  ASSERT_THAT(results.results, SizeIs(1));
  EXPECT_EQ(results.results[0].unit, 1U);
  EXPECT_EQ(results.results[0].detail, "exit code 5");
}

TEST(Sharded, ASliceWithoutProofStops) {
  const auto suite = make_sharded({{"true"}, {}}, 2, Proof::each);
  Program shard;
  const ShardResults results =
      suite->results(first, shard.run(suite->command(first, shard.directory())));
  ASSERT_TRUE(results.error.has_value());
  EXPECT_EQ(results.error->phase, Phase::usage);
  EXPECT_THAT(results.error->what, AllOf(HasSubstr("--list FILE"), HasSubstr("--shards none")));
}

TEST(Sharded, ACrashIsNotAskedForProof) {
  const auto suite = make_sharded({{"true"}, {}}, 2, Proof::each);
  const ShardResults results = suite->results(first, evidence(signaled(SIGBUS)));
  EXPECT_FALSE(results.error.has_value());
  EXPECT_EQ(results.results[0].detail, "SIGBUS");
}

TEST(Sharded, OneShardIsThePlainCommand) {
  const auto suite = make_sharded({{"./suite"}, {}}, 1, Proof::each);
  EXPECT_THAT(names(*suite), ElementsAre("suite"));
  EXPECT_THAT(suite->command(first, "/tmp").set, IsEmpty());
  EXPECT_FALSE(suite->results(first, evidence(exited(0))).error.has_value());
}

TEST(Sharded, TheFirstShardMayTurnOutToBeTheWholeSuite) {
  const auto suite = make_sharded({{"bin/suite"}, {}}, 2, Proof::first);
  EXPECT_THAT(suite->proofs(), ElementsAre("GTEST.shard_status", "TEST.shard_status"));
  EXPECT_THAT(suite->note(), IsEmpty());
  suite->stay_whole(1);
  EXPECT_EQ(suite->framework(), "command");
  EXPECT_EQ(suite->units()[1].name, "suite");
  EXPECT_THAT(suite->command(second, "/tmp").set, IsEmpty());
  EXPECT_FALSE(suite->results(second, evidence(exited(0))).error.has_value());
  EXPECT_THAT(suite->note(),
              AllOf(HasSubstr("suite ran as a single unit"), HasSubstr("--list FILE")));
}

TEST(Whole, IsJudgedByTheExitCodeAndNamesItsDriversRecipe) {
  const UserCommand command = {{"/usr/bin/make", "check"}, {}};
  const auto suite = make_whole({command, NamedFile{"/usr/bin/make", "\177ELF"}, {}});
  EXPECT_EQ(suite->framework(), "command");
  EXPECT_THAT(names(*suite), ElementsAre("make"));
  EXPECT_THAT(suite->command(first, "/tmp").set, IsEmpty());
  EXPECT_THAT(suite->note(), AllOf(HasSubstr("make ran as a single unit"), HasSubstr("ctest")));
  Evidence failing = evidence(exited(0));
  failing.output = "not ok 1\n1..1\n";
  EXPECT_EQ(suite->results(first, failing).results[0].reason, Reason::passed);
}

TEST(Whole, NamesTheRecipeOfWhatItsWordsOrItsScriptCall) {
  const auto note_of = [](const Words& words, std::string_view script = "#!/bin/sh\n") {
    const UserCommand command = {words, {}};
    return make_whole({command, NamedFile{"/x", script}, {}})->note();
  };
  EXPECT_THAT(note_of({"sh", "-c", "cd b && ctest -j4"}), HasSubstr("isorun -- ctest"));
  EXPECT_THAT(note_of({"nice", "cargo", "test"}), HasSubstr("isorun -- cargo test"));
  EXPECT_THAT(note_of({"./run", "go", "x"}), HasSubstr("isorun -- go test ./..."));
  EXPECT_THAT(note_of({"./run"}, "#!/bin/sh\nset -e\nexec /usr/bin/pytest -q\n"),
              HasSubstr("`isorun -- pytest`"));
  EXPECT_THAT(note_of({"./run"}, "#!/usr/bin/python3\ncall([\"ninja\", \"test\"])\n"),
              HasSubstr("`isorun -- make check`"));
  for (const char* script : {"#!/bin/sh\n# make check\n./x\n", "#!/bin/sh\necho let us go now\n",
                             "#!/bin/sh\ncd /usr/local/go\n", "#!/bin/sh\nmake_it; remake\n"})
    EXPECT_THAT(note_of({"./run"}, script), HasSubstr("name its units with --list FILE")) << script;
}

TEST(Whole, OfAScriptReadsItsTap) {
  const UserCommand command = {{"sh", "run.sh"}, {}};
  const NamedFile shell{"/bin/sh", "\177ELF"};
  const auto suite = make_whole({command, shell, {NamedFile{"/run.sh", "#!/bin/sh\n"}}});
  EXPECT_EQ(suite->framework(), "scripts");
  Evidence failing = evidence(exited(0));
  failing.output = "not ok 1 - x\n1..1\n";
  EXPECT_EQ(suite->results(first, failing).results[0].reason, Reason::failed);
}

bool shards(const Words& words, std::string_view program, std::string_view argument) {
  const UserCommand command = {words, {}};
  return may_shard({command, NamedFile{"/program", program}, {NamedFile{"/argument", argument}}});
}

TEST(MayShard, OnlyWhatNamesTheStatusFileItself) {
  EXPECT_TRUE(shards({"./suite"}, "touch $TEST_SHARD_STATUS_FILE", ""));
  EXPECT_TRUE(shards({"sh", "-c", "touch $GTEST_SHARD_STATUS_FILE"}, "", ""));
  EXPECT_TRUE(shards({"python3", "suite.py"}, "", "open(environ['TEST_SHARD_STATUS_FILE'], 'w')"));
  EXPECT_TRUE(shards({"env", "./suite"}, "", "\177ELF TEST_SHARD_STATUS_FILE"));
  EXPECT_FALSE(shards({"./run", "./suite"}, "", "TEST_SHARD_STATUS_FILE"))
      << "it may run more than that suite";
  EXPECT_FALSE(shards({"sh", "-c", "make && ./suite", "./suite"}, "", "TEST_SHARD_STATUS_FILE"));
  EXPECT_FALSE(shards({"ninja", "./suite"}, "TEST_SHARD_STATUS_FILE", ""));
  EXPECT_FALSE(shards({"true"}, "", ""));
}

TEST(MayShard, AScriptOnlyByItsCode) {
  const auto shards_by = [](std::string_view code) {
    return shards({"./suite"}, "#!/bin/sh\n" + std::string(code) + "\n./a-test\n", "");
  };
  for (const char* code :
       {"touch \"$GTEST_SHARD_STATUS_FILE\"", ": > ${TEST_SHARD_STATUS_FILE:-/dev/null}  # proof",
        "open(my $f, '>', $ENV{TEST_SHARD_STATUS_FILE});", "echo \"#1\" > $TEST_SHARD_STATUS_FILE",
        "writeFileSync(process.env.TEST_SHARD_STATUS_FILE, '')"})
    EXPECT_TRUE(shards_by(code)) << code;
  for (const char* code :
       {"# honors $GTEST_SHARD_STATUS_FILE", "echo working  # $GTEST_SHARD_STATUS_FILE",
        "  // see process.env.TEST_SHARD_STATUS_FILE", "unset GTEST_SHARD_STATUS_FILE",
        "export TEST_SHARD_STATUS_FILE", "GTEST_SHARD_STATUS_FILE is for ./a-test"})
    EXPECT_FALSE(shards_by(code)) << code;
}

TEST(PassesWordsOn, AScriptThatBecomesAnotherProgram) {
  const UserCommand command = {{"./suite"}, {}};
  const auto passes = [&command](std::string_view content) {
    return passes_words_on({command, NamedFile{"/suite", content}, {}});
  };
  EXPECT_TRUE(passes("#!/bin/sh\nexec .libs/suite \"$@\"\n"));
  EXPECT_FALSE(passes("#!/bin/sh\n.libs/a\n.libs/b\n"));
  EXPECT_FALSE(passes("\177ELF exec \"$@\""));
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

std::unique_ptr<Suite> many() {
  return *make_list({{"run", "{@}", "-v"}, {}}, "a b\nc\nd\n");
}

constexpr std::size_t all_three[] = {0, 1, 2};

TEST(List, ManyLinesTakeThePlaceOfAtInBraces) {
  const auto suite = many();
  EXPECT_GT(suite->limits().units, 2);
  EXPECT_THAT(suite->command(all_three, "/tmp").argv, ElementsAre("run", "a b", "c", "d", "-v"));
  EXPECT_THAT(suite->command(first, "/tmp").argv, ElementsAre("run", "a b", "-v"));
}

TEST(List, ManyLinesPassTogetherOrAreToldOneByOne) {
  const auto suite = many();
  const ShardResults good = suite->results(all_three, evidence(exited(0)));
  ASSERT_EQ(good.results.size(), 3);
  EXPECT_EQ(good.results[2].reason, Reason::passed);
  for (const ShardResults& bad :
       {suite->results(all_three, evidence(exited(1))),
        suite->results(all_three, evidence(exited(77))),
        suite->results(all_three, evidence(signaled(11))),
        suite->results(all_three, evidence(exited(0), "1..1\nnot ok 1\n"))}) {
    EXPECT_THAT(bad.results, IsEmpty());
    EXPECT_THAT(bad.not_run, ElementsAre(0, 1, 2));
    EXPECT_TRUE(bad.tells_one_by_one);
  }
  EXPECT_EQ(suite->results(first, evidence(exited(1))).results.at(0).detail, "exit code 1");
}

TEST(List, AtInBracesIsAWordOfItsOwn) {
  EXPECT_FALSE(make_list({{"run", "x{@}"}, {}}, "a\n").has_value());
  EXPECT_FALSE(make_list({{"run", "{@}", "{}"}, {}}, "a\n").has_value());
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
  EXPECT_THAT(nul.error().what, HasSubstr("b\\x00c"));
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
