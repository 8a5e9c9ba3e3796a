#include "suite/prove/prove.hpp"

#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"

namespace isorun::prove {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::size_t first[] = {0};

std::unique_ptr<Suite> suite_of(const Words& argv, const std::string& list = "t/x.t\n") {
  Evidence listing = evidence(exited(0));
  listing.file = [list](std::string_view) { return list; };
  return *recognise({argv, {}}, listing);
}

// The words that prove gets, after those of the shell.
Words listing_words(const Words& argv) {
  Words words = listing({argv, {}}, "/tmp").argv;
  words.erase(words.begin(), words.begin() + 5);
  return words;
}

Words run_words(const Words& argv, const std::string& list = "t/x.t\n") {
  return suite_of(argv, list)->command(first, "/tmp").argv;
}

UnitResult judged(int code, std::string_view log) {
  return suite_of({"prove"})->results(first, evidence(exited(code), log)).results.at(0);
}

TEST(Prove, ListsByADryRun) {
  EXPECT_THAT(listing_words({"prove", "-l", "-r", "t/", "x y.t"}),
              ElementsAre("prove", "--dry", "-l", "-r", "t/", "x y.t"));
  EXPECT_THAT(listing_words({"prove", "-vlrj4", "-qj", "4", "--jobs=4", "--jobs", "4", "--verb"}),
              ElementsAre("prove", "--dry", "-lr"));
  EXPECT_THAT(listing_words({"prove", "--state=failed,save", "--ext", ".q", "t", "::", "-v", "t"}),
              ElementsAre("prove", "--dry", "--state=failed,save", "--ext", ".q", "t"));
}

TEST(Prove, RunsOneScriptWithTheUsersOptions) {
  EXPECT_THAT(run_words({"/usr/bin/prove", "-lvj4", "-r", "t/", "u/"}),
              ElementsAre("/usr/bin/prove", "--verbose", "-l", "t/x.t"));
  EXPECT_THAT(
      run_words({"prove", "-Ilib", "-I", "t", "-e", "sh -e", "--exec", "t", "t"}),
      ElementsAre("prove", "--verbose", "-Ilib", "-I", "t", "-e", "sh -e", "--exec", "t", "t/x.t"));
  EXPECT_THAT(run_words({"prove", "-lMv", "-lI", "v", "--state=failed", "--state", "save", "-sQ"}),
              ElementsAre("prove", "--verbose", "-lMv", "-lI", "v", "t/x.t"));
  EXPECT_THAT(run_words({"prove", "--timer", "-", "--", "t", "::", "-j4", "a b"}),
              ElementsAre("prove", "--verbose", "--timer", "t/x.t", "::", "-j4", "a b"));
  EXPECT_THAT(run_words({"prove"}, "-x.t\n"), ElementsAre("prove", "--verbose", "./-x.t"));
}

TEST(Prove, EachScriptIsAUnit) {
  const auto suite = suite_of({"prove", "t"}, "t/a.t\nt/odd 'name \xc3\xbc.t\nb.t\nb.t\n");
  ASSERT_EQ(suite->units().size(), 4U);
  EXPECT_EQ(suite->framework(), "prove");
  EXPECT_EQ(suite->units()[1].name, "t/odd 'name \xc3\xbc.t");
  EXPECT_EQ(suite->units()[1].suite, "t");
  EXPECT_EQ(suite->units()[2].suite, "");
  EXPECT_EQ(suite->units()[3].name, "b.t #2");
  EXPECT_EQ(suite->limits().units, 1U);
  EXPECT_THAT(suite_of({"prove"}, "")->units(), IsEmpty());
}

TEST(Prove, AListingThatFailedIsNone) {
  EXPECT_EQ(*recognise({{"prove"}, {}}, evidence(exited(2))), nullptr);
  EXPECT_EQ(*recognise({{"prove"}, {}}, evidence(exited(0))), nullptr);
}

TEST(Prove, LooksAtTheProgramsName) {
  const UserCommand prove = {{"/usr/bin/prove", "t"}, {}};
  EXPECT_EQ(match({prove, NamedFile{"/usr/bin/prove", "", false}, {}}), Match::yes);
  EXPECT_EQ(match({prove, std::nullopt, {}}), Match::no);
  const UserCommand improve = {{"improve"}, {}};
  EXPECT_EQ(match({improve, NamedFile{"/usr/bin/improve", "", false}, {}}), Match::no);
}

TEST(Prove, GoodResults) {
  EXPECT_EQ(judged(0,
                   "t/x.t .. \n1..1\nok 1\nok\nAll tests successful.\nFiles=1, Tests=1\n"
                   "Result: PASS\n")
                .reason,
            Reason::passed);
  EXPECT_EQ(judged(0,
                   "t/x.t .. \n1..1\nok 1 # TODO x\nok\nAll tests successful.\n\n"
                   "Test Summary Report\n-------------------\nt/x.t (Wstat: 0 Tests: 1 Failed: "
                   "0)\n  TODO passed:   1\nFiles=1, Tests=1\nResult: PASS\n")
                .reason,
            Reason::passed);
  const UnitResult skipped =
      judged(0, "t/x.t .. skipped: no net\nFiles=1, Tests=0\nResult: NOTESTS\n");
  EXPECT_EQ(skipped.reason, Reason::skipped);
  EXPECT_EQ(skipped.detail, "no net");
}

struct Failure {
  const char* detail;
  int code;
  const char* log;
};

// Test::Harness 3.44.
constexpr Failure failures[] = {
    {"Failed 1/3 subtests", 1,
     "t/x.t .. \n1..3\nok 1\nnot ok 2 - bad\nok 3\nFailed 1/3 subtests \n\nTest Summary "
     "Report\n-------------------\nt/x.t (Wstat: 0 Tests: 3 Failed: 1)\n  Failed test:  2\n"
     "Files=1, Tests=3\nResult: FAIL\n"},
    {"exit code 4", 1,
     "t/x.t .. \n1..1\nok 1\nDubious, test returned 4 (wstat 1024, 0x400)\nAll 1 subtests passed "
     "\n\nTest Summary Report\n-------------------\nt/x.t (Wstat: 1024 (exited 4) Tests: 1 Failed: "
     "0)\n  Non-zero exit status: 4\nFiles=1, Tests=1\nResult: FAIL\n"},
    {"No plan found in TAP output", 1,
     "t/x.t .. \nok 1\nAll 1 subtests passed \n\nTest Summary Report\n-------------------\nt/x.t "
     "(Wstat: 0 Tests: 1 Failed: 0)\n  Parse errors: No plan found in TAP output\nFiles=1, "
     "Tests=1\nResult: FAIL\n"},
    {"Bad plan.  You planned 5 tests but ran 2.", 1,
     "t/x.t .. \n1..5\nok 1\nok 2\nFailed 3/5 subtests \n\nTest Summary Report\n"
     "-------------------\nt/x.t (Wstat: 0 Tests: 2 Failed: 0)\n  Parse errors: Bad plan.  You "
     "planned 5 tests but ran 2.\nFiles=1, Tests=2\nResult: FAIL\n"},
    {"Bailout called: db gone", 3,
     "Bailout called.  Further testing stopped:  db gone\nt/x.t .. \nok 1\nDubious, test returned "
     "3 (wstat 768, 0x300)\nAll 1 subtests passed \n\nTest Summary Report\n-------------------\n"
     "t/x.t (Wstat: 768 (exited 3) Tests: 1 Failed: 0)\n  Non-zero exit status: 3\n  Parse errors: "
     "No plan found in TAP output\nFiles=1, Tests=1\nResult: FAIL\nFAILED--Further testing "
     "stopped: db gone\n"},
    {"exit code 2 (Cannot detect source of 'nope'!)", 2,
     "Cannot detect source of 'nope'! at /usr/share/perl/5.36/TAP/Parser.pm line 256.\n\tmore\n"
     "Files=0, Tests=0\nResult: NOTESTS\n"},
};

TEST(Prove, FailuresAreToldInItsWords) {
  for (const auto& [detail, code, log] : failures) {
    EXPECT_EQ(judged(code, log).reason, Reason::failed) << detail;
    EXPECT_EQ(judged(code, log).detail, detail);
  }
}

TEST(Prove, AQuarrelWithTheResourceFileIsTold) {
  EXPECT_EQ(judged(25, "Only one of verbose, quiet or really_quiet should be specified\n").detail,
            "exit code 25 (Only one of verbose, quiet or really_quiet should be specified)");
}

TEST(Prove, ASignalIsToldInItsReport) {
  const UnitResult result = judged(
      1,
      "t/x.t .. \nNo subtests run \n\nTest Summary Report\n-------------------\nt/x.t (Wstat: "
      "139 (Signal: SEGV, dumped core) Tests: 0 Failed: 0)\n  Non-zero wait status: 139\n  Parse "
      "errors: No plan found in TAP output\nFiles=1, Tests=0\nResult: FAIL\n");
  EXPECT_EQ(result.reason, Reason::signaled);
  EXPECT_EQ(result.detail, "SIGSEGV");
}

TEST(Prove, OtherEndingsSpeakForThemselves) {
  const auto suite = suite_of({"prove"});
  Evidence late = evidence(signaled(SIGTERM), "t/x.t .. \n1..1\n");
  late.stop = Evidence::Stop::timeout;
  EXPECT_EQ(suite->results(first, late).results.at(0).reason, Reason::timeout);
  late.stop = Evidence::Stop::interrupted;
  EXPECT_THAT(suite->results(first, late).not_run, ElementsAre(0U));
}

}  // namespace
}  // namespace isorun::prove
