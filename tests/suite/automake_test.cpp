// The real tools run in tests/cli/automake-check.t.
#include "suite/automake/automake.hpp"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.hpp"
#include "suite/automake/suite.hpp"
#include "suite/automake/trs.hpp"
#include "suite/automake/words.hpp"

namespace isorun::automake {
namespace {

using testing::_;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

TEST(Automake, IsMakeCheckWithoutWhatRunsNoTests) {
  for (const Words& argv :
       {Words{"make", "check"}, Words{"/usr/bin/gmake", "-j", "4", "check", "V=1"},
        Words{"make", "-j", "check"}, Words{"make", "-C", "b", "-kj8", "--output-sync", "check"}})
    EXPECT_TRUE(builder.matches({.argv = argv})) << argv.back();
  for (const Words& argv : {Words{"make"}, Words{"make", "all"}, Words{"make", "all", "check"},
                            Words{"cmake", "check"}, Words{"make", "-n", "check"},
                            Words{"make", "-f", "x", "check"}, Words{"make", "-C", "check"}})
    EXPECT_FALSE(builder.matches({.argv = argv})) << argv.back();
}

TEST(Automake, KeepsOptionsAndVariables) {
  const auto words = read_words(
      {"make", "-sj4", "-l", "2", "TESTS=a b", "-C", "b", "check", "--keep-going", "V=1"});
  ASSERT_TRUE(words);
  EXPECT_THAT(words->make, ElementsAre("make", "-s", "--keep-going", "TESTS=a b", "V=1"));
  EXPECT_EQ(words->directory, "b");
}

TEST(Automake, BuildsWithoutRunningATest) {
  const ShardCommand command =
      builder.build({.argv = {"make", "-C", "b", "check", "TESTS=a"}}, "/d");
  EXPECT_THAT(
      command.argv,
      ElementsAre(
          "sh", "-c",
          HasSubstr("'make' '-C' 'b' 'check' 'TESTS=a' TESTS= TEST_LOGS= || exit\ncd 'b'")));
  EXPECT_THAT(command.argv[2], HasSubstr("-exec grep -l '^check-TESTS:' {} +"));
}

TEST(Automake, SharesTheDirectoriesOfTheProject) {
  const UserCommand command{.argv = {"make", "check"}};
  const auto found = builder.place(command, evidence(exited(0), "/w\n\n/src\n/src/b\n"));
  ASSERT_TRUE(found);
  EXPECT_THAT(found->shared, ElementsAre("/src", "/src/b"));
  EXPECT_FALSE(builder.place(command, evidence(exited(1), "/w\n/cache\n")));
}

std::unique_ptr<Suite> suite_of(const std::string& list, const std::string& obstacles = {}) {
  Evidence left = evidence(exited(0));
  left.file = [&](std::string_view name) -> std::optional<std::string> {
    return name == "list" ? list : obstacles;
  };
  const Built built = builder.read({.argv = {"make", "-C", "b", "check", "V=1"}}, {}, left, "/d");
  return built.make_suite ? built.make_suite() : nullptr;
}

constexpr const char* two_directories =
    "in ./sub\ntests one\nlogs one.log\nstarted 200000\nin .\ntests a.sh  t/b.sh a.sh\nlogs a.log "
    "t/b.log a.log\nstarted 100000\n";

TEST(Automake, ListsTheTestsOfAllDirectories) {
  const auto suite = suite_of(two_directories);
  ASSERT_NE(suite, nullptr);
  EXPECT_THAT(names(*suite), ElementsAre("sub/one", "a.sh", "t/b.sh"));
  EXPECT_EQ(suite->units()[0].suite, "sub");
  EXPECT_NE(suite->units()[0].needs.program, suite->units()[1].needs.program);
  EXPECT_EQ(suite->units()[1].needs.program, suite->units()[2].needs.program);
  EXPECT_THAT(names(*suite_of("in .\ntests a.sh b.sh\nlogs b.log\n")), ElementsAre("b"));
  EXPECT_THAT(names(*suite_of("in .\ntests\nlogs\n")), IsEmpty());
  EXPECT_EQ(suite_of(two_directories, "./po/Makefile has the serial harness\n")->note(),
            "make ran as a single unit: po/Makefile has the serial harness");
  EXPECT_TRUE(builder.read({.argv = {"make", "check"}}, {}, evidence(exited(2)), "/d").failed);
}

TEST(Automake, RunsTestsByTheirLogs) {
  const auto suite = suite_of(two_directories);
  const std::size_t units[] = {1, 2};
  EXPECT_THAT(suite->command(units, "/r").argv,
              ElementsAre("sh", "-c", _, "sh", "/r", "a.log t/b.log", "b/.", "make", "V=1"));
  const std::size_t first[] = {0};
  EXPECT_EQ(suite->command(first, "/r").argv[6], "b/sub");
  std::map<std::string, std::string_view> reports;
  for (const Report& report : suite->reports()) reports.emplace(report.path, report.rule);
  EXPECT_EQ(reports.size(), 8U);
  EXPECT_EQ(reports["b/sub/one.trs"], "newest");
  EXPECT_EQ(reports["b/t/b.log"], "newest");
  EXPECT_EQ(reports["b/test-suite.log"], "concat");
  EXPECT_EQ(suite->running(units, "PASS: a.sh\n"), 2U);
  EXPECT_EQ(suite->running(units, "make\n"), 1U);
}

class AutomakeResults : public testing::Test {
 protected:
  ShardStory story_of(Ending ending, std::string_view output = {}) {
    Evidence left = evidence(std::move(ending), output);
    left.file = [this](std::string_view name) -> std::optional<std::string> {
      const auto found = files_.find(std::string(name));
      return found == files_.end() ? std::nullopt : std::optional(found->second);
    };
    return story(*suite_, {1, 2}, left);
  }

  std::unique_ptr<Suite> suite_ = suite_of(two_directories);
  std::map<std::string, std::string> files_;
};

TEST_F(AutomakeResults, AreInTheFilesOfTheHarness) {
  files_ = {{"0.trs", ":test-result: PASS\n:global-test-result: PASS\n"},
            {"1.trs", ":test-result: FAIL\n:global-test-result: FAIL\n"},
            {"begin", "10.5\n"},
            {"0.time", "11\n"},
            {"1.time", "11.25\n"}};
  constexpr std::string_view output =
      "PASS: a.sh\nFAIL: t/b.sh\nisorun: 0 3\nhi\nisorun: 1 36\nwhy\nFAIL t/b.sh (exit status: "
      "3)\n";
  const ShardStory both = story_of(exited(2), output);
  EXPECT_THAT(both.reasons,
              ElementsAre(Pair("a.sh", "passed"), Pair("t/b.sh", "failed: exit code 3")));
  // The durations leave out the start-up of make.
  EXPECT_EQ(both.results.at("a.sh").duration, std::chrono::milliseconds(300));
  EXPECT_EQ(both.results.at("t/b.sh").duration, std::chrono::milliseconds(250));
  EXPECT_EQ(part(output, both.results.at("a.sh").output), "hi\n");
  EXPECT_FALSE(both.problem);
}

TEST_F(AutomakeResults, NeedAFileEach) {
  EXPECT_THAT(story_of(exited(0), "PASS: a.sh\nPASS: t/b.sh\n").not_run,
              ElementsAre("a.sh", "t/b.sh"));
  files_ = {{"0.trs", ":global-test-result: PASS\n"}};
  const ShardStory killed = story_of(signaled(9));
  EXPECT_THAT(killed.reasons,
              ElementsAre(Pair("a.sh", "passed"), Pair("t/b.sh", "signaled: SIGKILL")));
}

TEST_F(AutomakeResults, ATestThatAnotherOneNeedsMayFail) {
  files_ = {{"0.trs", ":global-test-result: PASS\n"}, {"1.trs", ":global-test-result: SKIP\n"}};
  EXPECT_FALSE(story_of(exited(2), "FAIL: needed\n").problem);
  EXPECT_TRUE(story_of(exited(2)).problem);
}

TEST(AutomakeTrs, KnowsAllResults) {
  const auto result = [](std::string_view text) {
    const auto found = read_trs(text);
    return found ? std::string(name(found->reason)) + " " + found->detail : "none";
  };
  EXPECT_EQ(result(":test-result: PASS\n"), "passed ");
  EXPECT_EQ(result(":test-result: XFAIL x\n:global-test-result: XFAIL\n"), "passed ");
  EXPECT_EQ(result(":global-test-result: SKIP\n"), "skipped ");
  EXPECT_EQ(result(":test-result: FAIL\n:global-test-result: FAIL\n"), "failed failed");
  EXPECT_EQ(result(":test-result: XPASS\n"), "failed it passed, but should fail");
  EXPECT_EQ(result(":global-test-result: ERROR\n"), "failed hard error");
  EXPECT_EQ(result(":test-result: PASS a\n:test-result: FAIL\n:global-test-result: FAIL\n"),
            "failed 1 of 2 tests failed");
  EXPECT_EQ(result(":recheck: no\n"), "none");
  EXPECT_EQ(result(":test-result: PASS\n:test-result: PASS\n"), "none");
  EXPECT_EQ(result(":test-result: GOOD\n"), "none");
  EXPECT_EQ(read_trs(":test-result: PASS a b\n:test-result: SKIP\n:global-test-result: PASS\n")
                ->tests.at(1)
                .name,
            "2");
}

}  // namespace
}  // namespace isorun::automake
