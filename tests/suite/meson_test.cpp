// The real tool runs in tests/cli/meson-test.t.
#include "suite/meson/meson.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.hpp"
#include "suite/meson/build.hpp"
#include "suite/meson/listing.hpp"
#include "suite/meson/log.hpp"
#include "suite/meson/words.hpp"

namespace isorun::meson {
namespace {

using testing::_;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

TEST(Meson, IsFoundByItsWords) {
  for (const Words& argv : {Words{"meson", "test"}, Words{"/x/meson.py", "test", "-C", "b", "one"},
                            Words{"python3", "-u", "-m", "mesonbuild.mesonmain", "test", "-v"}})
    EXPECT_EQ(match_of(match, argv), Match::yes) << argv.front();
  for (const Words& argv :
       {Words{"meson"}, Words{"meson", "setup", "test"}, Words{"test"}, Words{"make", "test"},
        Words{"sh", "meson", "test"}, Words{"meson", "test", "--gdb"},
        Words{"meson", "test", "--benchmark"}, Words{"meson", "test", "-i"}})
    EXPECT_EQ(match_of(match, argv), Match::no) << argv.back();
}

TEST(Meson, KeepsTheUsersWordsExceptThoseThatSelectOrThatIsorunDecides) {
  const auto words = read_words({"meson", "test", "-vC", "b", "--suite=x", "one", "-j8", "--slice",
                                 "1/2", "-t2", "--maxfail=3", "--logb", "own", "p:two"});
  ASSERT_TRUE(words);
  EXPECT_THAT(words->command({"-x"}, {"n"}), ElementsAre("meson", "test", "-C", "b", "--suite=x",
                                                         "-t2", "--logb", "own", "-x", "n"));
  EXPECT_THAT(words->selection, ElementsAre("--slice", "1/2", "one", "p:two"));
  EXPECT_EQ(words->directory, "b");
  EXPECT_EQ(words->log, "own");
  EXPECT_EQ(words->max_fail, 3U);
  EXPECT_TRUE(words->rebuilds);
  EXPECT_FALSE(read_words({"meson", "test", "--no-rebuild"})->rebuilds);
}

TEST(MesonBuild, BuildsWhatTheTestsNeedAndRunsNone) {
  using meson_build::meson_test;
  const UserCommand command{.argv = {"meson", "test", "-C", "b", "one"}};
  EXPECT_TRUE(meson_test.matches(command));
  EXPECT_FALSE(meson_test.matches({.argv = {"meson", "test", "--no-rebuild"}}));
  EXPECT_THAT(meson_test.build(command, "/d").argv,
              ElementsAre("meson", "test", "-C", "b", "--repeat=0", "--logbase=/d/log", "one"));
  const Built built = meson_test.read(command, {}, evidence(exited(125), "no"), "/d");
  EXPECT_TRUE(built.failed);
  EXPECT_EQ(built.output, "no");
  EXPECT_THAT(meson_test.read(command, {}, evidence(exited(0)), "/d").programs.at(0).command.argv,
              ElementsAre("meson", "test", "-C", "b", "--no-rebuild", "one"));
}

TEST(MesonBuild, OfNinjaRunsItsTestsAsTheTargetDoes) {
  using meson_build::ninja_test;
  const UserCommand command{.argv = {"ninja", "-C", "b", "-k0", "test"}};
  EXPECT_TRUE(ninja_test.matches(command));
  for (const Words& argv : {Words{"ninja"}, Words{"ninja", "all"}, Words{"ninja", "test", "all"},
                            Words{"ninja", "-n", "test"}, Words{"ninja", "-t", "clean", "test"}})
    EXPECT_FALSE(ninja_test.matches({.argv = argv})) << argv.back();
  EXPECT_THAT(ninja_test.build(command, "/d").argv,
              ElementsAre("sh", "-c", _, "sh", "/d", "b", "ninja", "-C", "b", "-k0", "all",
                          "meson-test-prereq"));
  Evidence left = evidence(exited(0));
  std::string words = std::string("/bin/meson") + '\0' + "test" + '\0' + "--no-rebuild" + '\0';
  left.file = [&words](std::string_view name) {
    return name == "words" ? std::optional(words) : std::nullopt;
  };
  EXPECT_THAT(ninja_test.read(command, {}, left, "/d").programs.at(0).command.argv,
              ElementsAre("/bin/meson", "test", "--no-rebuild", "-C", "b"));
  words = "ctest";
  EXPECT_TRUE(ninja_test.read(command, {}, left, "/d").failed);
}

TEST(MesonBuild, SharesTheDirectoriesOfTheProject) {
  const UserCommand command{.argv = {"ninja", "test"}};
  const auto place = meson_build::meson_test.place(
      command, evidence(exited(0),
                        "/w\n/cache\n{\"directories\": {\"source\": \"/src\", \"build\": "
                        "\"/src/b\"}}\n"));
  ASSERT_TRUE(place);
  EXPECT_THAT(place->shared, ElementsAre("/cache", "/src", "/src/b"));
  EXPECT_EQ(place->working_directory, "/w");
  EXPECT_FALSE(meson_build::meson_test.place(command, evidence(exited(1), "/w\n\n")));
  EXPECT_FALSE(meson_build::meson_test.place(command, evidence(exited(0), "/w\n\n{}")));
}

constexpr const char* tests_json = R"([
  {"name": "a", "suite": ["p:fast", "p:net"], "is_parallel": true},
  {"name": "b*", "suite": ["p"], "is_parallel": false},
  {"name": "a", "suite": ["my_sub"]},
  {"name": "twice", "suite": ["p"]}, {"name": "twice", "suite": ["p"]}])";

TEST(MesonListing, ReadsTheNamesOfOldAndNewVersions) {
  for (const char* list :
       {"p:fast+net / a\np / b*\nmy_sub / a\n", "fast+net - p:a\np:b*\nmy_sub:a\n"}) {
    const auto tests = read_listing(list, tests_json, "1.0.1");
    ASSERT_TRUE(tests) << list;
    ASSERT_EQ(tests->size(), 3U);
    EXPECT_EQ(tests->at(0).suite, "p:fast");
    EXPECT_EQ(tests->at(0).selector, "p:a");
    EXPECT_EQ(tests->at(1).selector, "p:b*");
    EXPECT_FALSE(tests->at(1).is_parallel);
    EXPECT_EQ(tests->at(2).selector, ":a");
  }
  EXPECT_EQ(read_listing("p:b*\n", tests_json, "1.2.0")->at(0).selector, "p:b[*]");
  EXPECT_EQ(read_listing("p:b*\n", tests_json, "2.0")->at(0).selector, "p:b[*]");
  EXPECT_EQ(read_listing("a\na\na\n", tests_json, "")->size(), 2U);
  EXPECT_FALSE(read_listing("p:other\n", tests_json, ""));
  EXPECT_FALSE(read_listing("", "{}", ""));
}

std::unique_ptr<Suite> suite_of(const std::string& list, const Words& argv = {"meson", "test"}) {
  Evidence left = evidence(exited(0));
  left.file = [&list](std::string_view name) -> std::optional<std::string> {
    if (name == "list") return list;
    return name == "tests.json" ? tests_json : R"({"meson_version": {"full": "1.5.0"}})";
  };
  return *recognise({.argv = argv}, left);
}

TEST(Meson, TestsThatOneWordSelectsShareAShard) {
  const auto suite =
      suite_of("p:twice\np:twice\np:b*\n", {"meson", "test", "-C", "b", "--maxfail", "2"});
  ASSERT_NE(suite, nullptr);
  EXPECT_THAT(names(*suite), ElementsAre("p:twice", "p:twice #2", "p:b*"));
  EXPECT_EQ(suite->units()[0].needs.bundle, suite->units()[1].needs.bundle);
  EXPECT_TRUE(suite->units()[2].needs.serial);
  EXPECT_EQ(suite->units()[2].needs.bundle, "");
  EXPECT_EQ(suite->wishes().max_fail, 2U);
  EXPECT_THAT(suite->command(all_units(*suite), "/r").argv,
              ElementsAre("meson", "test", "-C", "b", "--no-rebuild", "--num-processes=1", "-v",
                          "p:twice", "p:b[*]"));
  ASSERT_EQ(suite->reports().size(), 3U);
  EXPECT_EQ(suite->reports()[2].path, "b/meson-logs/testlog*.junit.xml");
  EXPECT_EQ(suite->reports()[2].rule, "junit");
}

ShardStory story_of(const Suite& suite, int code, const std::string& log,
                    const std::string& output) {
  Evidence left = evidence(exited(code), output);
  left.written = [&log](std::string_view) { return std::vector<std::string>{log}; };
  return story(suite, all_units(suite), left);
}

constexpr const char* output_of_two =
    "1/2 fast+net - p:a RUNNING       \n>>> a\nwhy\n"
    "1/2 fast+net - p:a FAIL            0.25s   exit status 3\n\n"
    "2/2 p:b*           RUNNING       \n2/2 p:b*           OK              0.50s\n\n"
    "Ok:                1   \nFail:              1   \n";

TEST(Meson, TakesResultsFromTheLogAlone) {
  const auto suite = suite_of("fast+net - p:a\np:b*\n");
  const std::string first =
      R"({"name": "fast+net - p:a", "result": "FAIL", "returncode": 3, "duration": 0.25})"
      "\n";
  const std::string second =
      R"({"name": "p:b*", "result": "OK", "returncode": 0, "duration": 0.5})";
  const ShardStory both = story_of(*suite, 1, first + second, output_of_two);
  EXPECT_THAT(both.reasons,
              ElementsAre(Pair("fast+net - p:a", "failed: exit code 3"), Pair("p:b*", "passed")));
  EXPECT_EQ(part(output_of_two, both.results.at("fast+net - p:a").output),
            std::string_view(output_of_two, std::string_view(output_of_two).find("\n2/2")));
  EXPECT_EQ(both.results.at("p:b*").duration, std::chrono::milliseconds(500));
  EXPECT_FALSE(both.problem);
  EXPECT_THAT(story_of(*suite, 1, first, output_of_two).not_run, ElementsAre("p:b*"));
  EXPECT_THAT(story_of(*suite, 0, "", "").not_run, ElementsAre("fast+net - p:a", "p:b*"));
  const ShardStory killed =
      story_of(*suite, 1, first,
               "1/2 fast+net - p:a RUNNING \n1/2 fast+net - p:a FAIL 0.2s\n2/2 p:b* RUNNING\n");
  EXPECT_THAT(killed.reasons, Contains(Pair("p:b*", "failed: exit code 1")));
}

TEST(Meson, TestsWithOneNameHaveTurns) {
  const auto suite = suite_of("p:twice\np:twice\n");
  const std::string good = R"({"name": "p:twice", "result": "OK"})"
                           "\n";
  const std::string bad = R"({"name": "p:twice", "result": "FAIL", "returncode": 1})"
                          "\n";
  EXPECT_THAT(story_of(*suite, 1, good + bad + good + good, "Ok: 3\n").reasons,
              ElementsAre(Pair("p:twice", "passed"), Pair("p:twice #2", "failed: exit code 1")));
}

TEST(MesonLog, KnowsAllResults) {
  const auto result = [](const std::string& more) {
    const auto tests = read_test_log(R"({"name": "a", "result": )" + more + "}\n");
    if (tests.size() != 1) return std::string("none");
    return std::string(name(tests[0].result.reason)) + " " + tests[0].result.detail;
  };
  EXPECT_EQ(result(R"("OK")"), "passed ");
  EXPECT_EQ(result(R"("EXPECTEDFAIL", "returncode": 1)"), "passed ");
  EXPECT_EQ(result(R"("SKIP", "returncode": 77)"), "skipped ");
  EXPECT_EQ(result(R"("IGNORED")"), "skipped its output was not parsed");
  EXPECT_EQ(result(R"("FAIL", "returncode": -11)"), "signaled SIGSEGV");
  EXPECT_EQ(result(R"("ERROR", "returncode": 99)"), "failed hard error, exit code 99");
  EXPECT_EQ(result(R"("FAIL", "returncode": 0, "stdout": "1..1\nnot ok 1 - x\n")"),
            "failed not ok 1 - x");
  EXPECT_EQ(result(R"("UNEXPECTEDPASS")"), "failed it passed, but should fail");
  EXPECT_EQ(result(R"("TIMEOUT", "returncode": -15, "duration": 2)"),
            "timeout timed out after 2.000s");
  EXPECT_EQ(result(R"("INTERRUPT")"), "none");
  EXPECT_THAT(read_test_log("[]\n{\n\n"), IsEmpty());
}

TEST(MesonLog, ATestCannotBeginAnother) {
  const Log log = read_log("1/2 a RUNNING\n2/2 b RUNNING\n2/2 b OK 0.1s\n1/2 a OK 0.1s   x y\n");
  ASSERT_EQ(log.blocks.size(), 1U);
  EXPECT_EQ(log.blocks[0].name, "a");
  EXPECT_EQ(log.blocks[0].details, "x y");
  EXPECT_FALSE(log.is_complete);
}

}  // namespace
}  // namespace isorun::meson
