// Against what Catch2 3.7.1 and 2.13.10 wrote: tests/suite/fixtures/catch2. Real programs of
// version 2 run in tests/cli/catch2-v2.t.
#include "suite/catch2/catch2.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.hpp"
#include "suite/catch2/spec.hpp"
#include "suite/catch2/v2.hpp"

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

std::string fixture(const std::string& name) {
  std::ifstream file(std::string(ISORUN_SUITE_FIXTURES) + "/catch2/" + name);
  EXPECT_TRUE(file.is_open()) << name;
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

Evidence with_report(Ending ending, const std::string& report, std::string_view log = {}) {
  Evidence result = evidence(std::move(ending), log);
  result.file = [report](std::string_view name) {
    return name == "catch2.xml" ? std::optional(report) : std::nullopt;
  };
  return result;
}

std::unique_ptr<Suite> recognised(const Words& argv = {"./suite"}) {
  auto suite = catch2::recognise({argv, {}}, with_report(exited(0), fixture("listing.xml")));
  EXPECT_TRUE(suite && *suite);
  return std::move(*suite);
}

Words specs(const Words& names) {
  std::vector<Unit> units;
  for (const std::string& name : names) units.push_back({.name = name});
  return catch2::specs_of(units);
}

TEST(Catch2Spec, EscapesWhatTheParserReads) {
  EXPECT_THAT(specs({R"(a, "b" \c [d] ~e)", " spaced ", "~[x]"}),
              ElementsAre(R"("a\, \"b\" \\c [d] ~e")", R"(" spaced ")", R"("~[x]")"));
}

TEST(Catch2Spec, AWordThatMeansExclusionIsHiddenBehindAWildcard) {
  EXPECT_THAT(specs({"exclude:me"}), ElementsAre(R"("*exclude:me")"));
}

TEST(Catch2Spec, ANameThatIsAWildcardLeavesOutTheOthers) {
  EXPECT_THAT(specs({"ab*", "ABC", "other", "ab*"}),
              ElementsAre(R"("ab*"~"ABC")", R"("ABC")", R"("other")", R"("ab*"~"ABC")"));
}

TEST(Catch2Spec, OnlyAlternativesOfTheProgramsOwnAreDropped) {
  using catch2::without_alternatives;
  EXPECT_THAT(without_alternatives({"suite", "[a],[b]", "~[c]", R"(x\,y)", "-o", "a,b", "-s"}),
              ElementsAre("suite", "~[c]", R"(x\,y)", "-o", "a,b", "-s"));
  EXPECT_THAT(without_alternatives({"taskset", "-c", "0,1", "./suite", "[a],[b]"}),
              ElementsAre("taskset", "-c", "0,1", "./suite"));
}

TEST(Catch2, ListsIntoAFileBesideTheUsersReporter) {
  EXPECT_THAT(catch2::listing({{"./suite", "[fast]"}, {}}, "/d").argv,
              ElementsAre("./suite", "[fast]", "--reporter", "console", "--reporter",
                          "xml::out=/d/catch2.xml", "--list-tests"));
  EXPECT_THAT(
      catch2::listing({{"./suite", "-r", "tap"}, {}}, "/d").argv,
      ElementsAre("./suite", "-r", "tap", "--reporter", "xml::out=/d/catch2.xml", "--list-tests"));
}

TEST(Catch2, UnitsAreTheTestsListed) {
  const auto suite = recognised();
  EXPECT_THAT(names(*suite),
              ElementsAre("passes", "fails, <odd>", " skips ", "may fail", "ends", "last"));
  EXPECT_EQ(suite->units()[0].file, "s3.cpp");
}

TEST(Catch2, WithoutAListingThereIsNoSuite) {
  const auto absent = catch2::recognise({{"./suite"}, {}}, evidence(exited(0), "passes\n"));
  EXPECT_TRUE(absent && *absent == nullptr);
  const auto crashed =
      catch2::recognise({{"./suite"}, {}}, with_report(signaled(11), fixture("listing.xml")));
  EXPECT_TRUE(crashed && *crashed == nullptr);
  const auto empty =
      catch2::recognise({{"./suite"}, {}}, with_report(exited(0), "<MatchingTests/>"));
  ASSERT_TRUE(empty && *empty);
  EXPECT_THAT(names(**empty), IsEmpty());
}

TEST(Catch2, RefusesShardsOfTheUsers) {
  const auto suite = catch2::recognise({{"./suite", "--shard-count", "2"}, {}},
                                       with_report(exited(0), fixture("listing.xml")));
  ASSERT_FALSE(suite);
  EXPECT_THAT(suite.error().what, HasSubstr("leave them out"));
}

TEST(Catch2, NamesTheTestsInOneSpec) {
  const auto suite = recognised({"./suite", "-d", "no", "[a],[b]"});
  const std::vector<std::size_t> shard = {1, 4};
  EXPECT_THAT(suite->command(shard, "/d").argv,
              ElementsAre("./suite", "-d", "no", "--reporter", "console", "--reporter",
                          "xml::out=/d/catch2.xml", R"("fails\, <odd>","ends")"));
  EXPECT_THAT(recognised()->command(shard, "/d").argv, testing::Contains("--durations"));
  EXPECT_LT(suite->limits().bytes, 128U * 1024);
  EXPECT_EQ(suite->bytes(4), std::string(R"("ends",)").size());
}

TEST(Catch2, TheUsersAbortEndsTheRun) {
  EXPECT_EQ(recognised()->wishes().max_fail, 0U);
  EXPECT_EQ(recognised({"./suite", "-a"})->wishes().max_fail, 1U);
  EXPECT_EQ(recognised({"./suite", "-x", "3"})->wishes().max_fail, 3U);
}

TEST(Catch2, ReadsItsReport) {
  const auto suite = recognised();
  const std::string log = fixture("console.log");
  const auto result =
      story(*suite, all_units(*suite), with_report(exited(42), fixture("report.xml"), log));
  EXPECT_THAT(
      result.reasons,
      UnorderedElementsAre(Pair("passes", "passed"),
                           Pair("fails, <odd>", "failed: s3.cpp:5: CHECK( 1 == 2 ): 1 == 2"),
                           Pair(" skips ", "skipped"), Pair("may fail", "passed"),
                           Pair("ends", "passed"), Pair("last", "failed: s3.cpp:9: thrown")));
  EXPECT_FALSE(result.problem);
  EXPECT_EQ(result.results.at("passes").duration, std::chrono::microseconds(55));
  const UnitResult& failed = result.results.at("fails, <odd>");
  const std::string_view part = isorun::part(log, failed.output);
  EXPECT_THAT(part, HasSubstr("CHECK( 1 == 2 )"));
  EXPECT_TRUE(part.ends_with(" s: fails, <odd>\n")) << part;
  EXPECT_FALSE(part.contains("s: passes"));
}

TEST(Catch2, ATestWithoutAnEndBearsThatOfTheProgram) {
  const auto suite = recognised();
  const std::string report = fixture("report.xml");
  const std::string_view mark = R"(name="ends" filename="s3.cpp" line="8">)";
  const std::string cut = report.substr(0, report.find(mark) + mark.size());
  const auto units = all_units(*suite);
  const auto killed = story(*suite, units, with_report(signaled(9), cut));
  EXPECT_EQ(killed.reasons.at("ends"), "signaled: SIGKILL");
  EXPECT_EQ(killed.reasons.at("may fail"), "passed");
  EXPECT_THAT(killed.not_run, ElementsAre("last"));
  EXPECT_FALSE(killed.problem);
  EXPECT_EQ(story(*suite, units, with_report(exited(0), cut)).reasons.at("ends"),
            "failed: the program exited with code 0 during this test");
  Evidence interrupted = with_report(signaled(15), cut);
  interrupted.stop = Evidence::Stop::interrupted;
  EXPECT_THAT(story(*suite, units, interrupted).not_run, ElementsAre("ends", "last"));
}

TEST(Catch2, ASignalThatItReportsIsThatTests) {
  const auto suite = recognised();
  std::string report = fixture("report.xml");
  report.replace(report.find("<Exception"), 10, "<FatalErrorCondition");
  report.replace(report.find("</Exception"), 11, "</FatalErrorCondition");
  const auto result = story(*suite, all_units(*suite), with_report(signaled(11), report));
  EXPECT_EQ(result.reasons.at("last"), "signaled: SIGSEGV");
  EXPECT_THAT(result.not_run, IsEmpty());
}

TEST(Catch2, AnEndThatNoTestAccountsForIsAProblem) {
  const auto suite = recognised();
  const auto sanitizer = story(*suite, {0}, with_report(exited(23), fixture("report.xml")));
  EXPECT_EQ(sanitizer.reasons.at("passes"), "passed");
  EXPECT_FALSE(sanitizer.problem) << "another test that matched failed";
  const auto crashed = story(*suite, {0}, with_report(signaled(11), fixture("report.xml")));
  ASSERT_TRUE(crashed.problem);
  EXPECT_EQ(crashed.problem->detail, "SIGSEGV, after every test had ended");
  const auto early = story(*suite, {0, 1}, evidence(exited(3)));
  ASSERT_TRUE(early.problem);
  EXPECT_EQ(early.problem->detail, "exit code 3, before any test started");
  EXPECT_THAT(early.not_run, ElementsAre("passes", "fails, <odd>"));
  EXPECT_EQ(story(*suite, {0}, evidence(exited(3))).reasons.at("passes"), "failed: exit code 3");
}

TEST(Catch2, ATestThatDidNotRunFails) {
  const auto suite = recognised();
  const std::string report = "<Catch2TestRun><OverallResultsCases/></Catch2TestRun>";
  EXPECT_EQ(story(*suite, {0}, with_report(exited(0), report)).reasons.at("passes"),
            "failed: the program did not run this test");
}

std::unique_ptr<Suite> recognised_v2(const Words& argv, int code, std::string_view log) {
  auto suite = catch2_v2::recognise({argv, {}}, evidence(exited(code), log));
  EXPECT_TRUE(suite.has_value());
  return std::move(*suite);
}

TEST(Catch2V2, ListsNamesWithTheirPlaces) {
  const auto suite = recognised_v2({"./suite"}, 3,
                                   "noise\na, b\t@x.cpp:4\n\"#c\"\t@x.cpp:5\n d \t@y.cpp:6\nnoise");
  EXPECT_THAT(names(*suite), ElementsAre("a, b", "#c", " d "));
  EXPECT_EQ(suite->units()[2].file, "y.cpp");
  EXPECT_THAT(names(*recognised_v2({"./suite", "-v", "normal"}, 2, "a\nb\n")),
              ElementsAre("a", "b"));
}

TEST(Catch2V2, TheExitCodeMustCountTheTests) {
  EXPECT_EQ(recognised_v2({"./suite"}, 1, "Unrecognised token\n"), nullptr);
  EXPECT_EQ(recognised_v2({"./suite"}, 0, "a\t@x.cpp:4\n"), nullptr);
  std::string many;
  for (int i = 0; i < 300; ++i) many += fmt::format("t{}\t@x.cpp:{}\n", i, i);
  ASSERT_NE(recognised_v2({"./suite"}, 255, many), nullptr);
  EXPECT_EQ(recognised_v2({"./suite"}, 255, many)->units().size(), 300U);
}

TEST(Catch2V2, TheSummaryProvesThatTheTestRan) {
  const auto suite = recognised_v2({"./suite"}, 1, "a\t@x.cpp:4\n");
  const auto reason = [&suite](int code, std::string_view log) {
    return story(*suite, {0}, evidence(exited(code), log)).reasons.at("a");
  };
  EXPECT_EQ(reason(0, "All tests passed (1 assertion in 1 test case)\n\n"), "passed");
  EXPECT_EQ(reason(0, "test cases: 1 | 1 failed as expected\n"), "passed");
  EXPECT_EQ(reason(0, "No tests ran\n"), "failed: the program did not run this test");
  EXPECT_EQ(reason(0, "hello\n"), "failed: the program exited with code 0 during this test");
  EXPECT_EQ(reason(1, "x.cpp:5: FAILED:\n  CHECK( 1 == 2 )\n"),
            "failed: x.cpp:5: FAILED: CHECK( 1 == 2 )");
  EXPECT_EQ(suite->limits().units, 1U);
}

}  // namespace
}  // namespace isorun
