// The real loader runs in tests/cli/unittest.t.
#include "suite/unittest/unittest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.hpp"

namespace isorun::unittest {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Pair;

TEST(Unittest, IsFoundByTheModuleOrDjangosScript) {
  for (const Words& argv : {Words{"python3", "-m", "unittest"},
                            Words{"/usr/bin/python3.12", "-W", "error", "-munittest", "x"},
                            Words{"python3", "manage.py", "test"},
                            Words{"coverage", "run", "--source", "m", "-m", "unittest"},
                            Words{"python3", "-mcoverage", "run", "-p", "-munittest"},
                            Words{"/usr/bin/coverage3", "run", "manage.py", "test"},
                            Words{"./manage.py", "test", "app"}, Words{"django-admin", "test"}})
    EXPECT_EQ(match_of(match, argv), Match::yes) << argv[0] << " " << argv.back();
  for (const Words& argv :
       {Words{"python3", "-m", "pytest"}, Words{"python3", "x.py", "-m", "unittest"},
        Words{"python3", "-c", "unittest"}, Words{"python3", "manage.py", "migrate"},
        Words{"make", "manage.py", "test"}, Words{"unittest"}, Words{"coverage", "-m", "unittest"},
        Words{"coverage", "run", "x.py", "-m", "unittest"}, Words{"coverage", "run"}})
    EXPECT_EQ(match_of(match, argv), Match::no) << argv[0] << " " << argv.back();
}

std::unique_ptr<Suite> suite_of(const Words& argv) {
  Evidence left = evidence(exited(0));
  left.file = [](std::string_view) {
    return std::optional<std::string>(
        "x\n{\"units\": [{\"id\": \"t.A.a\", \"suite\": \"t.A\", \"file\": \"t.py\"}, {\"id\": "
        "\"t.A.b\"}], \"maxfail\": 1}\n");
  };
  auto suite =
      recognise({.argv = argv, .environment = {"PYTHONPATH=/own"}, .support = "/share"}, left);
  return suite ? std::move(*suite) : nullptr;
}

TEST(Unittest, PutsItsScriptInPlaceOfTheModule) {
  const auto suite = suite_of({"python3", "-W", "error", "-m", "unittest", "-k", "x"});
  ASSERT_NE(suite, nullptr);
  EXPECT_EQ(suite->framework(), "unittest");
  EXPECT_THAT(names(*suite), ElementsAre("t.A.a", "t.A.b"));
  EXPECT_EQ(suite->wishes().max_fail, 1U);
  EXPECT_EQ(suite->group(), Group::file);
  const ShardCommand command = suite->command(all_units(*suite), "/r");
  EXPECT_THAT(command.argv, ElementsAre("python3", "-W", "error",
                                        "/share/unittest/isorun_unittest.py", "-k", "x"));
  EXPECT_THAT(command.set, Contains("ISORUN_UNITTEST_TESTS_0=t.A.a\nt.A.b"));
}

TEST(Unittest, CoverageRunsItsScript) {
  const auto suite =
      suite_of({"python3", "-m", "coverage", "run", "--branch", "-m", "unittest", "x"});
  ASSERT_NE(suite, nullptr);
  EXPECT_THAT(suite->command(all_units(*suite), "/r").argv,
              ElementsAre("python3", "-m", "coverage", "run", "--branch",
                          "/share/unittest/isorun_unittest.py", "x"));
}

TEST(Unittest, IsDjangosRunnerInFrontOfTheUsersOwn) {
  const auto suite = suite_of({"./manage.py", "test", "--testrunner", "own.Runner"});
  ASSERT_NE(suite, nullptr);
  EXPECT_EQ(suite->framework(), "django");
  const ShardCommand command = suite->command(all_units(*suite), "/r");
  EXPECT_EQ(command.argv.back(), "--testrunner=isorun_django.Runner");
  EXPECT_THAT(command.set, Contains("PYTHONPATH=/share/unittest:/own"));
  EXPECT_THAT(command.set, Contains("ISORUN_DJANGO_RUNNER=own.Runner"));
}

ShardStory story_of(int code, const std::string& report, std::string_view output = {}) {
  const auto suite = suite_of({"python3", "-m", "unittest"});
  Evidence left = evidence(exited(code), output);
  left.file = [&report](std::string_view) { return std::optional(report); };
  return story(*suite, all_units(*suite), left);
}

TEST(Unittest, TakesResultsFromTheScriptAlone) {
  EXPECT_THAT(story_of(0, "").not_run, ElementsAre("t.A.a", "t.A.b"));
  EXPECT_EQ(story_of(0, "").problem->detail, "the program exited with code 0 before its summary");
  const std::string a =
      "{\"start\": \"t.A.a\"}\n{\"test\": \"t.A.a\", \"outcome\": \"passed\", \"seconds\": 2}\n";
  const ShardStory ended = story_of(0, a + "{\"start\": \"t.A.b\"}\n");
  EXPECT_THAT(
      ended.reasons,
      ElementsAre(Pair("t.A.a", "passed"),
                  Pair("t.A.b", "failed: the program exited with code 0 during this test")));
  const std::string both =
      a +
      "{\"test\": \"t.A.b\", \"outcome\": \"skipped\", \"detail\": \"no\"}\n{\"complete\": true}\n";
  EXPECT_THAT(story_of(0, both).reasons,
              ElementsAre(Pair("t.A.a", "passed"), Pair("t.A.b", "skipped: no")));
  EXPECT_EQ(story_of(1, both).problem->detail, "exit code 1, after every test had ended");
  const ShardStory later = story_of(
      1, both + "{\"test\": \"t.A.a\", \"outcome\": \"failed\", \"detail\": \"left over\"}\n");
  EXPECT_EQ(later.reasons.at("t.A.a"), "failed: left over");
  EXPECT_FALSE(later.problem.has_value());
}

TEST(Unittest, DividesTheOutputByMarks) {
  const std::string output = "x\033_isorun 1\033\\mine\033_isorun 2\033\\y";
  const ShardStory marked = story_of(
      1, "{\"test\": \"t.A.a\", \"outcome\": \"failed\", \"begin\": \"1\", \"end\": \"2\"}\n",
      output);
  EXPECT_EQ(part(output, marked.results.at("t.A.a").output), "mine");
}

}  // namespace
}  // namespace isorun::unittest
