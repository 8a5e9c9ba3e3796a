// Against ctest itself, on a project that is nothing but its CTestTestfile.cmake.
#include "suite/ctest/ctest.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <map>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"

namespace isorun::ctest {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using testing::StartsWith;
using testing::UnorderedElementsAre;

constexpr std::string_view project = R"cmake(
add_test(plain sh -c "echo hello; echo '1/3 Test #2: fails ....   Passed    0.01 sec'")
add_test(fails sh -c "echo bad >&2; exit 3")
add_test([=[odd "n" [x] (y) $z ü \ -R]=] true)
add_test(will false)
set_tests_properties(will PROPERTIES WILL_FAIL 1)
add_test(skip sh -c "exit 77")
set_tests_properties(skip PROPERTIES SKIP_RETURN_CODE 77 LABELS "net;slow")
add_test(disabled true)
set_tests_properties(disabled PROPERTIES DISABLED 1)
add_test(late sleep 100)
set_tests_properties(late PROPERTIES TIMEOUT 0.1)
add_test(segv sh -c "kill -SEGV $$")
add_test(abrt sh -c "kill -ABRT $$")
add_test(gone ./nothere)
add_test(wants true)
set_tests_properties(wants PROPERTIES REQUIRED_FILES ./nothere)
add_test(regex echo hi)
set_tests_properties(regex PROPERTIES PASS_REGULAR_EXPRESSION ok)
add_test(variable sh -c "test $VARIABLE = value")
set_tests_properties(variable PROPERTIES ENVIRONMENT VARIABLE=value)
add_test(writes sh -c "echo x > written")
add_test(reads sh -c "cat written")
set_tests_properties(reads PROPERTIES DEPENDS writes RESOURCE_LOCK db PROCESSORS 2 COST 1.5 RUN_SERIAL 1)
add_test(set_up sh -c "echo set up; echo x > fixture")
set_tests_properties(set_up PROPERTIES FIXTURES_SETUP F)
add_test(uses cat fixture)
set_tests_properties(uses PROPERTIES FIXTURES_REQUIRED F)
add_test(clean_up rm fixture)
set_tests_properties(clean_up PROPERTIES FIXTURES_CLEANUP F)
add_test(bad_set_up false)
set_tests_properties(bad_set_up PROPERTIES FIXTURES_SETUP G)
add_test(unhappy true)
set_tests_properties(unhappy PROPERTIES FIXTURES_REQUIRED G)
add_test(twice sh -c "test -e once || { touch once; exit 1; }")
subdirs(sub)
)cmake";

class CTestTest : public testing::Test {
 protected:
  CTestTest() { use(project, "add_test(plain echo below)\n"); }

  void use(std::string_view tests, std::string_view below = "") {
    fs::create_directories(root_ / "sub");
    std::ofstream(root_ / "CTestTestfile.cmake") << tests;
    std::ofstream(root_ / "sub/CTestTestfile.cmake") << below;
  }

  UserCommand command(const Words& options = {}) {
    UserCommand command = {{ISORUN_CTEST, "--test-dir", root_}, {}};
    command.argv.insert(command.argv.end(), options.begin(), options.end());
    return command;
  }

  std::unique_ptr<Suite> list(const Words& options = {}) {
    Program program;
    const Evidence evidence = program.run(listing(command(options), program.directory()));
    auto suite = recognise(command(options), evidence);
    EXPECT_TRUE(suite.has_value() && *suite != nullptr) << evidence.log;
    return std::move(*suite);
  }

  std::vector<std::string> listed(const Words& options) {
    const auto suite = list(options);
    std::vector<std::string> names;
    for (const Unit& unit : suite->units()) names.push_back(unit.name);
    return names;
  }

  static std::size_t unit(const Suite& suite, std::string_view name) {
    const auto found = std::ranges::find(suite.units(), name, &Unit::name);
    EXPECT_NE(found, suite.units().end()) << name;
    return static_cast<std::size_t>(found - suite.units().begin());
  }

  // The results by name; the others' units in not_run_.
  std::map<std::string, UnitResult> run(const Suite& suite, std::vector<std::size_t> units) {
    Program shard;
    const Evidence evidence = shard.run(suite.command(units, shard.directory()));
    log_ = evidence.log;
    const ShardResults shard_results = suite.results(units, evidence);
    EXPECT_FALSE(shard_results.problem.has_value()) << shard_results.problem->detail << log_;
    EXPECT_THAT(shard_results.not_run, IsEmpty()) << log_;
    std::map<std::string, UnitResult> results;
    for (const UnitResult& result : shard_results.results)
      results[suite.units()[result.unit].name] = result;
    return results;
  }

  std::map<std::string, UnitResult> run(const Suite& suite, std::string_view name) {
    return run(suite, std::vector{unit(suite, name)});
  }

  std::map<std::string, UnitResult> run_all(const Suite& suite) {
    std::vector<std::size_t> all(suite.units().size());
    std::iota(all.begin(), all.end(), 0);
    return run(suite, all);
  }

  [[nodiscard]] std::string log_of(const UnitResult& result) const {
    return std::string(part(log_, result.output));
  }

  Program files_;
  fs::path root_ = files_.directory();
  std::string log_;
};

MATCHER_P2(Is, reason, detail, "") {
  *result_listener << name(arg.reason) << ": " << arg.detail;
  return arg.reason == reason && arg.detail == detail;
}

TEST_F(CTestTest, EveryPropertyHasCTestsOwnMeaning) {
  const auto suite = list();
  EXPECT_THAT(
      run_all(*suite),
      UnorderedElementsAre(
          Pair("plain #1", Is(Reason::passed, "")), Pair("plain #22", Is(Reason::passed, "")),
          Pair("fails", Is(Reason::failed, "Failed")),
          Pair("odd \"n\" [x] (y) $z ü \\ -R", Is(Reason::passed, "")),
          Pair("will", Is(Reason::passed, "")),
          Pair("skip", Is(Reason::skipped, "SKIP_RETURN_CODE=77")),
          Pair("disabled", Is(Reason::skipped, "disabled")),
          Pair("late", testing::Field(&UnitResult::reason, Reason::timeout)),
          Pair("segv", Is(Reason::signaled, "SIGSEGV")),
          Pair("abrt", Is(Reason::signaled, "SIGABRT")),
          Pair("gone", Is(Reason::exec_failed, "Unable to find executable: ./nothere")),
          Pair("wants", Is(Reason::failed, "Unable to find required file: ./nothere")),
          Pair("regex", Is(Reason::failed, "Required regular expression not found. Regex=[ok ]")),
          Pair("variable", Is(Reason::passed, "")), Pair("writes", Is(Reason::passed, "")),
          Pair("reads", Is(Reason::passed, "")), Pair("set_up", Is(Reason::passed, "")),
          Pair("uses", Is(Reason::passed, "")), Pair("clean_up", Is(Reason::passed, "")),
          Pair("bad_set_up", Is(Reason::failed, "Failed")),
          Pair("unhappy",
               Is(Reason::failed, "not run: bad_set_up, which sets up the fixture G, failed")),
          Pair("twice", Is(Reason::failed, "Failed"))))
      << log_;
}

TEST_F(CTestTest, EachUnitsOutputIsItsOwn) {
  const auto suite = list();
  const auto results = run_all(*suite);
  EXPECT_THAT(log_of(results.at("plain #1")),
              AllOf(HasSubstr("1: hello\n"), StartsWith("test 1\n")));
  EXPECT_THAT(log_of(results.at("plain #1")), Not(HasSubstr("bad")));
  EXPECT_THAT(log_of(results.at("fails")), HasSubstr("2: bad\n"));
  EXPECT_THAT(log_of(results.at("plain #22")), HasSubstr("22: below\n"));
  EXPECT_GT(results.at("plain #1").duration.count(), 0);
  EXPECT_NE(results.at("plain #1").duration.count() % 10'000'000, 0) << "not only the log's digits";
}

TEST_F(CTestTest, ALoneTestsOutputIsItsFixturesToo) {
  const auto suite = list();
  const auto results = run(*suite, "uses");
  ASSERT_EQ(results.at("uses").reason, Reason::passed) << log_;
  EXPECT_THAT(log_of(results.at("uses")), AllOf(HasSubstr(": set up\n"), StartsWith("test ")));
}

TEST_F(CTestTest, NeedsComeFromTheProperties) {
  const auto suite = list();
  const Needs& needs = suite->units()[unit(*suite, "reads")].needs;
  EXPECT_THAT(needs.locks, ElementsAre("db"));
  EXPECT_EQ(needs.slots, 2U);
  EXPECT_TRUE(needs.serial);
  EXPECT_EQ(needs.expected, std::chrono::milliseconds(1500));
  const auto bundle = [&](std::string_view name) {
    return suite->units()[unit(*suite, name)].needs.bundle;
  };
  EXPECT_NE(bundle("reads"), "");
  EXPECT_EQ(bundle("reads"), bundle("writes"));
  EXPECT_NE(bundle("set_up"), "");
  EXPECT_EQ(bundle("set_up"), bundle("clean_up"));
  EXPECT_NE(bundle("set_up"), bundle("reads"));
  EXPECT_EQ(bundle("uses"), "") << "each sandbox sets up the fixture for itself";
  EXPECT_EQ(bundle("plain #1"), "");
  EXPECT_EQ(suite->units()[unit(*suite, "skip")].suite, "net");
}

TEST_F(CTestTest, AUnitAloneStillHasWhatItNeeds) {
  const auto suite = list();
  EXPECT_EQ(run(*suite, "reads").at("reads").reason, Reason::passed) << log_;
  fs::remove(root_ / "written");
  EXPECT_EQ(run(*suite, "clean_up").at("clean_up").reason, Reason::passed) << log_;
  EXPECT_EQ(run(*suite, "uses").at("uses").reason, Reason::passed) << log_;
  EXPECT_EQ(run(*suite, "unhappy").at("unhappy").reason, Reason::failed) << log_;
}

TEST_F(CTestTest, TheUsersSelectionIsObeyed) {
  EXPECT_THAT(listed({"-R", "l", "-E", "plain|disabled|clean"}),
              ElementsAre("fails", "will", "late", "variable"));
  EXPECT_THAT(listed({"-E", "a|e|i|o|u"}), IsEmpty());
  EXPECT_THAT(listed({"-L", "net"}), ElementsAre("skip"));
  EXPECT_THAT(listed({"-I", "2,4,2"}), ElementsAre("fails", "will"));
  EXPECT_THAT(listed({"-R", "^uses$"}), ElementsAre("set_up", "uses", "clean_up"));
  EXPECT_THAT(listed({"-R", "^uses$", "-FA", "."}), ElementsAre("uses"));
  EXPECT_THAT(listed({"-R", "below", "-j"}), IsEmpty());
}

TEST_F(CTestTest, NumbersHoldWhateverTheUserSelects) {
  for (const Words& options : std::vector<Words>{{"-E", "plain"},
                                                 {"-R", "fails|will"},
                                                 {"-LE", "net"},
                                                 {"-I", "2,4"},
                                                 {"-E", "plain", "-R", "fails|will"},
                                                 {"-U", "-I", "2,4", "-R", "skip"}}) {
    const auto suite = list(options);
    EXPECT_EQ(run(*suite, "fails").at("fails").reason, Reason::failed) << log_;
    EXPECT_EQ(run(*suite, "will").at("will").reason, Reason::passed) << log_;
  }
}

TEST_F(CTestTest, ParallelWordsOfTheUserAreDropped) {
  const auto suite = list({"-j", "4", "--parallel=2", "-Q", "-j"});
  EXPECT_EQ(run_all(*suite).size(), 22U);
}

TEST_F(CTestTest, ATestThatPassesWhenRepeatedIsFlaky) {
  const auto suite = list({"--repeat", "until-pass:3"});
  EXPECT_THAT(run(*suite, "twice").at("twice"), Is(Reason::flaky, "passed at attempt 2"));
}

TEST_F(CTestTest, TheUsersOwnJunitFileStays) {
  const std::string own = root_ / "own.xml";
  const auto suite = list({"--output-junit", own});
  const auto results = run_all(*suite);
  EXPECT_EQ(results.size(), 22U);
  EXPECT_THAT(results.at("regex"),
              Is(Reason::failed, "Required regular expression not found. Regex=[ok ]"));
  EXPECT_TRUE(fs::exists(own));
}

TEST_F(CTestTest, TheFirstFailureMayEndTheRun) {
  EXPECT_EQ(list({"--stop-on-failure"})->wishes().max_fail, 1U);
  EXPECT_EQ(list()->wishes().max_fail, 0U);
}

TEST_F(CTestTest, RemembersWhatFailedInTheBuildDirectory) {
  const auto suite = list();
  const auto remembered = [&suite](const std::vector<UnitResult>& results) {
    return suite->remember({.results = results});
  };
  const std::size_t segv = unit(*suite, "segv");
  const std::size_t fails = unit(*suite, "fails");
  EXPECT_THAT(remembered({{.unit = segv, .reason = Reason::passed}}), IsEmpty());
  const auto files = remembered({{.unit = segv, .reason = Reason::signaled},
                                 {.unit = fails, .reason = Reason::failed},
                                 {.unit = unit(*suite, "will"), .reason = Reason::flaky}});
  ASSERT_EQ(files.size(), 1);
  EXPECT_EQ(files[0].path, (root_ / "Testing/Temporary/LastTestsFailed.log").string());
  EXPECT_EQ(files[0].content, "2:fails\n8:segv\n");
}

TEST_F(CTestTest, NoTestsAreNoUnits) {
  use("");
  EXPECT_THAT(list()->units(), IsEmpty());
}

TEST_F(CTestTest, NoiseOfTheProjectIsLeftOut) {
  use("message(\"{noise}\")\nmessage(STATUS \"{noise\")\nadd_test(a true)\n");
  EXPECT_THAT(listed({}), ElementsAre("a"));
}

TEST_F(CTestTest, AProjectThatCannotBeReadHasNoListing) {
  Program program;
  UserCommand nowhere = command();
  nowhere.argv[2] = root_ / "nowhere";
  const Evidence evidence = program.run(listing(nowhere, program.directory()));
  EXPECT_EQ(*recognise(nowhere, evidence), nullptr);
}

TEST_F(CTestTest, OtherUsesOfCTestAreRefused) {
  const UserCommand script = {{"ctest", "-S", "x"}, {}};
  EXPECT_THAT(listing(script, "/tmp").argv, ElementsAre("true"));
  const auto refused = recognise(script, evidence(exited(0)));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().phase, Phase::usage);
}

// A shard of three units, cut off.
class CTestCut : public CTestTest {
 protected:
  ShardResults cut(Evidence evidence) {
    evidence.file = [](std::string_view) { return std::nullopt; };
    return suite_->results(units_, evidence);
  }

  std::unique_ptr<Suite> suite_ = list();
  std::vector<std::size_t> units_ = {unit(*suite_, "plain #1"), unit(*suite_, "fails"),
                                     unit(*suite_, "uses")};
};

constexpr std::string_view running_fails =
    "test 1\n    Start 1: plain\n\n1: hello\n1/4 Test #1: plain ....   Passed    0.01 sec\n"
    "test 2\n    Start 2: fails\n\n2: output\n";

TEST_F(CTestCut, TheRunningTestIsCharged) {
  const ShardResults killed = cut(evidence(signaled(SIGKILL), running_fails));
  ASSERT_EQ(killed.results.size(), 2U);
  EXPECT_THAT(killed.results[0], Is(Reason::passed, ""));
  EXPECT_THAT(killed.results[1], Is(Reason::signaled, "SIGKILL"));
  EXPECT_THAT(killed.not_run, ElementsAre(units_[2]));
  Evidence late = evidence(signaled(SIGTERM), running_fails);
  late.stop = Evidence::Stop::timeout;
  EXPECT_EQ(cut(late).results.at(1).reason, Reason::timeout);
  late.stop = Evidence::Stop::interrupted;
  EXPECT_THAT(cut(late).not_run, ElementsAre(units_[1], units_[2]));
}

TEST_F(CTestCut, AFixturesTestIsChargedToWhatNeedsIt) {
  const std::string log = std::string(running_fails) +
                          "1/4 Test #2: fails ....***Failed    0.01 sec\n"
                          "test 16\n    Start 16: set_up\n\n16: waiting\n";
  Evidence late = evidence(signaled(SIGTERM), log);
  late.stop = Evidence::Stop::timeout;
  const ShardResults results = cut(late);
  EXPECT_THAT(results.not_run, IsEmpty());
  EXPECT_EQ(results.results.at(2).reason, Reason::timeout);
  EXPECT_THAT(results.results.at(2).detail, HasSubstr("in set_up"));
}

TEST_F(CTestCut, ACTestThatRunsNothingIsAProblem) {
  const ShardResults none = cut(evidence(exited(8), "No tests were found!!!\n"));
  EXPECT_EQ(none.not_run.size(), 3U);
  ASSERT_TRUE(none.problem.has_value());
  EXPECT_THAT(none.problem->detail, HasSubstr("No tests were found!!!"));
  EXPECT_TRUE(cut(evidence(exited(0), running_fails)).problem.has_value());
}

TEST_F(CTestCut, WithoutASandboxNoneRan) {
  Ending ending = exited(0);
  ending.how = Ending::How::setup_failed;
  const ShardResults results = cut(evidence(ending));
  EXPECT_EQ(results.results.size(), 3U);
  EXPECT_EQ(results.results.at(2).reason, Reason::setup_failed);
}

TEST_F(CTestCut, TheLogTellsWhatRuns) {
  EXPECT_EQ(suite_->running(units_, running_fails), units_[1]);
  EXPECT_EQ(suite_->running(units_, "of a long line\n2: output\n2: more\n"), units_[1]);
  EXPECT_EQ(suite_->running(units_, "of a long line\n2: output\n2: mo"), units_[1]);
  EXPECT_EQ(suite_->running(units_, "16: output\n"), std::nullopt);
  EXPECT_EQ(suite_->running(units_, ""), std::nullopt);
}

TEST(CTestMatch, AtTheProgramsName) {
  const UserCommand ctest = {{"/usr/bin/ctest"}, {}};
  EXPECT_EQ(match({ctest, NamedFile{"/usr/bin/ctest", "", false}, {}}), Match::yes);
  EXPECT_EQ(match({ctest, std::nullopt, {}}), Match::no);
  const UserCommand other = {{"./my-ctest"}, {}};
  EXPECT_EQ(match({other, NamedFile{"/my-ctest", "", false}, {}}), Match::no);
}

}  // namespace
}  // namespace isorun::ctest
