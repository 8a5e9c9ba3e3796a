// The plugin itself is tested against a real pytest: tests/cli/pytest.t.
#include "suite/pytest/pytest.hpp"

#include <csignal>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"
#include "suite/pytest/results.hpp"

namespace isorun::pytest {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Match likeness_of(const Words& words) {
  const UserCommand command = {words, {}};
  return match({command, std::nullopt});
}

TEST(PytestMatch, KnowsItsNamesWhereAProgramStands) {
  for (const Words& words : std::vector<Words>{{"pytest"},
                                               {"/usr/bin/pytest-3", "-q"},
                                               {"py.test"},
                                               {"python3", "-m", "pytest", "tests"},
                                               {"python3", "-mpytest"},
                                               {"coverage", "run", "-m", "pytest"},
                                               {"poetry", "run", "pytest"},
                                               {"tox", "-e", "py3", "--", "pytest"}})
    EXPECT_EQ(likeness_of(words), Match::yes) << testing::PrintToString(words);
  EXPECT_EQ(likeness_of({"env", "A=1", "pytest"}), Match::maybe);
  EXPECT_EQ(likeness_of({"sh", "-c", "cd tests && pytest"}), Match::maybe);
  EXPECT_EQ(likeness_of({"./suite", "pytest.ini"}), Match::no);
  EXPECT_EQ(likeness_of({"./pytester"}), Match::no);
}

TEST(PytestMatch, ReadsScripts) {
  const UserCommand command = {{"./run-tests"}, {}};
  EXPECT_EQ(match({command, NamedFile{"/run-tests", "#!/bin/sh\nexec pytest \"$@\"\n"}}),
            Match::maybe);
  EXPECT_EQ(match({command, NamedFile{"/run-tests", "\177ELF pytest"}}), Match::no);
}

TEST(PytestListing, LeavesTheWordsAloneAndTheUsersPathsInPlace) {
  const UserCommand command = {
      {"pytest", "-q"}, {"PYTHONPATH=/lib:/more", "PYTEST_PLUGINS=theirs"}, "/isorun"};
  const ShardCommand asked = listing(command, "/results");
  EXPECT_EQ(asked.argv, command.argv);
  EXPECT_THAT(asked.set, Contains("PYTHONPATH=/isorun/pytest:/lib:/more"));
  EXPECT_THAT(asked.set, Contains("PYTEST_PLUGINS=theirs,isorun_pytest"));
  EXPECT_THAT(asked.set, Contains("ISORUN_PYTEST_RESULTS=/results/pytest.jsonl"));
}

Result<std::unique_ptr<Suite>> recognised(std::string reports, Ending ending = exited(0),
                                          std::string_view output = {},
                                          std::string_view errors_and_output = {}) {
  Evidence listed = evidence(std::move(ending), output);
  if (!errors_and_output.empty()) listed.log = errors_and_output;
  listed.file = [reports = std::move(reports)](std::string_view) { return reports; };
  return recognise({{"pytest"}, {}, "/isorun"}, listed);
}

TEST(PytestListing, TellsUnitsWithTheirSuitesAndFiles) {
  const auto suite = recognised(
      R"({"session": 1}
{"units": [{"id": "a.py::T::x[1]", "suite": "a.T", "file": "a.py"}], "maxfail": 2})");
  ASSERT_TRUE(suite.has_value());
  ASSERT_THAT((*suite)->units(), SizeIs(1));
  EXPECT_EQ((*suite)->units()[0].name, "a.py::T::x[1]");
  EXPECT_EQ((*suite)->units()[0].suite, "a.T");
  EXPECT_EQ((*suite)->units()[0].file, "a.py");
  EXPECT_EQ((*suite)->wishes().max_fail, 2U);
  EXPECT_EQ((*suite)->wishes().workers, 0U);
}

TEST(PytestListing, NumbersThatAreNoneCountForNothing) {
  for (const std::string_view number : {"-1", "1e300", "4294967296"}) {
    const auto suite =
        recognised(fmt::format(R"({{"units": [], "maxfail": {0}, "workers": {0}}})", number));
    ASSERT_TRUE(suite.has_value());
    EXPECT_EQ((*suite)->wishes().max_fail, 0U) << number;
    EXPECT_EQ((*suite)->wishes().workers, 0U) << number;
  }
}

TEST(PytestListing, TellsHowLongItTookToStart) {
  EXPECT_EQ((*recognised(R"({"units": [], "start_up": 2.5})"))->start_up(),
            std::chrono::milliseconds(2500));
  for (const std::string_view number : {"-1", "1e300", "null"})
    EXPECT_EQ((*recognised(fmt::format(R"({{"units": [], "start_up": {}}})", number)))->start_up(),
              std::chrono::nanoseconds())
        << number;
}

TEST(PytestListing, OfAnotherProgramIsNone) {
  const auto suite = recognise({{"true"}, {}, {}}, evidence(exited(0)));
  ASSERT_TRUE(suite.has_value());
  EXPECT_EQ(*suite, nullptr);
}

TEST(PytestListing, WithoutThePluginIsAnError) {
  const auto suite = recognise({{"pytest"}, {}, {}}, evidence(exited(1)));
  ASSERT_FALSE(suite);
  EXPECT_THAT(suite.error().what, HasSubstr("support files are missing: ../share/isorun/pytest"));
}

TEST(PytestListing, ThatTellsNoTestsSaysWhy) {
  EXPECT_THAT(recognised("{\"refused\": \"--pdb\"}").error().what, HasSubstr("terminal"));
  EXPECT_THAT(recognised("{\"refused\": \"--version\"}").error().what, HasSubstr("runs no test"));
  EXPECT_THAT(recognised("{\"session\": 1}\n{\"units\": []}\n{\"session\": 2}").error().what,
              HasSubstr("more than once"));
  EXPECT_THAT(
      recognised("{\"session\": 1}", exited(4), "usage\nERROR: no such file\nroot\n").error().what,
      EndsWith("exit code 4. Its output:\n  ERROR: no such file\n  root"));
  EXPECT_THAT(recognised("{\"session\": 1}", exited(4), "=== test session starts ===\nrootdir: /\n",
                         "ERROR: no such file\n=== test session starts ===\nrootdir: /\n")
                  .error()
                  .what,
              EndsWith("exit code 4: ERROR: no such file"));
  EXPECT_THAT(recognised("{\"session\": 1}\n{\"units\": []}", exited(3), "INTERNAL\n").error().what,
              HasSubstr("exit code 3: INTERNAL"));
}

TEST(PytestListing, WithoutATestHasNoUnits) {
  const auto suite =
      recognised("{\"units\": [{\"id\": \"skipped.py\", \"file\": \"skipped.py\"}]}", exited(5));
  ASSERT_TRUE(suite.has_value());
  EXPECT_THAT((*suite)->units(), IsEmpty());
}

std::string value_of(const ShardCommand& command, const std::string& name) {
  for (const std::string& entry : command.set)
    if (entry.starts_with(name + "=")) return entry.substr(name.size() + 1);
  return "none";
}

TEST(PytestCommand, PassesTestsAndTheirFiles) {
  const auto suite = recognised(
      R"({"units": [{"id": "a.py::x", "file": "a.py"}, {"id": "b.py::y", "file": "b.py"}, )"
      R"({"id": "a.py::z w", "file": "a.py"}, {"id": "no file"}]})");
  const std::size_t three[] = {0, 1, 2};
  const ShardCommand command = (*suite)->command(three, "/results");
  EXPECT_EQ(value_of(command, "ISORUN_PYTEST"), "run");
  EXPECT_EQ(value_of(command, "ISORUN_PYTEST_TESTS_0"), "a.py::x\nb.py::y\na.py::z w");
  EXPECT_EQ(value_of(command, "ISORUN_PYTEST_FILES_0"), "a.py\nb.py");
  const std::size_t two[] = {0, 3};
  EXPECT_EQ(value_of((*suite)->command(two, "/results"), "ISORUN_PYTEST_FILES_0"), "none");
}

TEST(PytestCommand, OfXdistIsItsControllers) {
  const auto suite = recognised(R"({"units": [{"id": "a", "file": "a.py"}], "workers": 4})");
  EXPECT_EQ((*suite)->wishes().workers, 4U);
  const std::size_t unit[] = {0};
  EXPECT_EQ(value_of((*suite)->command(unit, "/results"), "ISORUN_PYTEST"), "control");
}

// execve(2): no string is longer than 128 KiB, with its NUL.
TEST(PytestCommand, KeepsVariablesShort) {
  const std::string name(300'000, 'x');
  const auto suite = recognised(R"({"units": [{"id": ")" + name + R"(", "file": "a.py"}]})");
  const std::size_t unit[] = {0};
  const ShardCommand command = (*suite)->command(unit, "/results");
  EXPECT_THAT(command.set, Each(SizeIs(testing::Lt(128 * 1024))));
  std::string joined;
  for (int i = 0; i < 4; ++i)
    joined += value_of(command, "ISORUN_PYTEST_TESTS_" + std::to_string(i));
  EXPECT_EQ(joined, name);
  EXPECT_EQ(value_of(command, "ISORUN_PYTEST_TESTS_4"), "none");
}

constexpr std::size_t units[] = {7, 8, 9};
constexpr std::string_view names[] = {"a", "b", "c"};

ShardResults combined(const std::string& reports, const Evidence& evidence) {
  return combine(units, names, evidence, reports);
}

constexpr const char* a_passed =
    "{\"start\": \"a\", \"begin\": \"m1\"}\n"
    "{\"test\": \"a\", \"begin\": \"m1\", \"end\": \"m2\", \"outcome\": \"passed\", \"seconds\": "
    "0.5}\n";
constexpr const char* b_failed =
    "{\"test\": \"b\", \"begin\": \"m3\", \"end\": \"m4\", \"outcome\": \"failed\", \"detail\": "
    "\"x\\ny\"}\n";
constexpr const char* c_skipped = "{\"test\": \"c\", \"outcome\": \"skipped\"}\n";

std::string mark(int number) {
  return fmt::format("\033_isorun m{}\033\\", number);
}

TEST(PytestResults, AreTheReports) {
  const std::string output = "head" + mark(1) + "of a" + mark(2) + mark(3) + "of b\033_isorun " +
                             mark(1) + mark(4) + "end";
  const Evidence seen = evidence(exited(1), output);
  const ShardResults shard = combined(std::string(a_passed) + b_failed + c_skipped, seen);
  ASSERT_THAT(shard.results, SizeIs(3));
  EXPECT_FALSE(shard.problem);
  EXPECT_EQ(shard.results[0].unit, 7U);
  EXPECT_EQ(shard.results[0].reason, Reason::passed);
  EXPECT_EQ(shard.results[0].duration, std::chrono::milliseconds(500));
  EXPECT_EQ(part(output, shard.results[0].output), "of a");
  EXPECT_EQ(shard.results[1].reason, Reason::failed);
  EXPECT_EQ(part(output, shard.results[1].output), "of b\033_isorun " + mark(1));
  EXPECT_EQ(shard.results[1].detail, "x\\ny");
  EXPECT_EQ(shard.results[2].reason, Reason::skipped);
  EXPECT_EQ(part(output, shard.results[2].output), output) << "what is undivided is everybody's";
}

TEST(PytestResults, ACrashIsTheRunningTests) {
  const std::string reports =
      std::string(a_passed) + "{\"start\": \"b\", \"begin\": \"m3\"}\n{\"te";
  const std::string output = "of a" + mark(3) + "of b";
  const ShardResults shard = combined(reports, evidence(signaled(SIGSEGV), output));
  ASSERT_THAT(shard.results, SizeIs(2));
  EXPECT_EQ(shard.results[1].reason, Reason::signaled);
  EXPECT_EQ(shard.results[1].detail, "SIGSEGV");
  EXPECT_EQ(part(output, shard.results[1].output), "of b");
  EXPECT_EQ(shard.results[1].output.end, OutputRange::last);
  EXPECT_THAT(shard.not_run, ElementsAre(9));
  EXPECT_FALSE(shard.problem);
}

TEST(PytestResults, AnInternalErrorOfAWorkerIsItsTestsAndTheOthersRunAgain) {
  const std::string reports =
      "{\"start\": \"a\"}\n{\"start\": \"b\"}\n"
      "{\"broke\": \"b\", \"detail\": \"RuntimeError: no\"}\n";
  const ShardResults shard = combined(reports + c_skipped, evidence(exited(3)));
  ASSERT_THAT(shard.results, SizeIs(2));
  EXPECT_EQ(shard.results[0].unit, 8U);
  EXPECT_EQ(shard.results[0].detail, "an internal error of pytest: RuntimeError: no");
  EXPECT_THAT(shard.not_run, ElementsAre(7));
  EXPECT_FALSE(shard.problem);
}

TEST(PytestResults, ATimeoutIsTheRunningTestsAndAnInterruptNobodys) {
  Evidence stopped = evidence(signaled(SIGTERM));
  stopped.stop = Evidence::Stop::timeout;
  const std::string reports = "{\"start\": \"b\"}\n";
  ASSERT_THAT(combined(reports, stopped).results, SizeIs(1));
  EXPECT_EQ(combined(reports, stopped).results[0].reason, Reason::timeout);
  stopped.stop = Evidence::Stop::interrupted;
  EXPECT_THAT(combined(reports, stopped).results, IsEmpty());
  EXPECT_THAT(combined(reports, stopped).not_run, ElementsAre(7, 8, 9));
}

TEST(PytestResults, ExitCodeZeroInATestIsAFailure) {
  const ShardResults shard = combined("{\"start\": \"a\"}\n", evidence(exited(0)));
  ASSERT_THAT(shard.results, SizeIs(1));
  EXPECT_THAT(shard.results[0].detail, HasSubstr("code 0 during this test"));
}

TEST(PytestResults, AnEndingThatNoTestExplainsIsAProblem) {
  const ShardResults three = combined(a_passed, evidence(exited(3), "boom\n\n"));
  ASSERT_TRUE(three.problem);
  EXPECT_EQ(three.problem->detail, "exit code 3, an internal error of pytest (boom)");
  const Evidence internal = evidence(exited(3), "INTERNALERROR> Bad: x\n\n=== no tests ran ===\n");
  EXPECT_THAT(combined(a_passed, internal).problem->detail, HasSubstr("(Bad: x)"));
  EXPECT_THAT(combined(a_passed, evidence(exited(1))).problem->detail,
              HasSubstr("though no test failed"));
  EXPECT_TRUE(combined(b_failed, evidence(signaled(SIGKILL))).problem);
  EXPECT_FALSE(combined(b_failed, evidence(exited(1))).problem);
}

TEST(PytestResults, AnInterruptIsAMatterOfCourseAtTheUsersLimitOfFailures) {
  const Evidence interrupted = evidence(exited(2));
  EXPECT_FALSE(combine(units, names, interrupted, b_failed, 1).problem);
  EXPECT_TRUE(combine(units, names, interrupted, b_failed, 2).problem);
  EXPECT_TRUE(combine(units, names, interrupted, b_failed, 0).problem);
}

TEST(PytestResults, NothingToRunIsFineWhereAllWasSkippedAsAWhole) {
  const std::size_t one[] = {9};
  const std::string_view name[] = {"c"};
  EXPECT_FALSE(combine(one, name, evidence(exited(5)), c_skipped).problem);
  EXPECT_TRUE(combined(c_skipped, evidence(exited(5))).problem);
}

TEST(PytestResults, WithoutThePluginNothingHasRun) {
  const ShardResults shard = combine(units, names, evidence(exited(0)), std::nullopt);
  EXPECT_THAT(shard.results, IsEmpty());
  EXPECT_THAT(shard.not_run, SizeIs(3));
}

TEST(PytestResults, OfTwoTestsOfOneNameTheFailureCounts) {
  const std::string passed = "{\"test\": \"b\", \"outcome\": \"passed\"}\n";
  for (const std::string& reports : {b_failed + passed, passed + b_failed}) {
    const ShardResults shard = combined(reports, evidence(exited(1)));
    ASSERT_THAT(shard.results, SizeIs(1));
    EXPECT_EQ(shard.results[0].reason, Reason::failed);
  }
}

TEST(PytestResults, ATestThatIsNotCollectedAgainFails) {
  const ShardResults shard = combined("{\"missing\": \"a\"}\n", evidence(exited(5)));
  ASSERT_THAT(shard.results, SizeIs(1));
  EXPECT_THAT(shard.results[0].detail, HasSubstr("changes from run to run"));
}

TEST(PytestResults, AFullDiskIsTheReasonWhereTheTestSaysSo) {
  const std::string output = mark(3) + "fine" + mark(4) + mark(1) + "No space left on device";
  Evidence full = evidence(exited(1), output);
  full.hint = Reason::disk_full;
  const std::string whole = "{\"test\": \"a\", \"begin\": \"m1\", \"outcome\": \"failed\"}\n";
  const ShardResults shard = combined(whole + b_failed, full);
  EXPECT_EQ(shard.results[0].reason, Reason::disk_full);
  EXPECT_EQ(shard.results[1].reason, Reason::failed);
}

}  // namespace
}  // namespace isorun::pytest
