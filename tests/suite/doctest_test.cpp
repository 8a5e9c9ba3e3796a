// Real programs run in tests/cli/doctest.t.
#include "suite/doctest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.hpp"

namespace isorun::doctest {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

Evidence listed(std::string_view tests, Ending ending = exited(0)) {
  Evidence result = evidence(std::move(ending));
  result.file = [tests](std::string_view) {
    return std::optional("noise\n<?xml version=\"1.0\"?>\n<doctest binary=\"x\">" +
                         std::string(tests) +
                         "<OverallResultsTestCases unskipped=\"1\"/></doctest>");
  };
  return result;
}

std::unique_ptr<Suite> recognised(const Words& argv, std::string_view tests) {
  auto suite = recognise({argv, {}}, listed(tests));
  EXPECT_TRUE(suite && *suite);
  return std::move(*suite);
}

constexpr std::string_view two_tests = R"(<TestCase name="a" filename="x.cpp" line="3"/>
<TestCase name="b &lt;c&gt;" testsuite="S" filename="y.cpp" line="4"/>)";

TEST(Doctest, UnitsBearTheirSuiteAndFile) {
  const auto suite = recognised({"./suite"}, two_tests);
  EXPECT_THAT(names(*suite), ElementsAre("a", "b <c>"));
  EXPECT_EQ(suite->units()[1].suite, "S");
  EXPECT_EQ(suite->units()[1].file, "y.cpp");
  EXPECT_THAT(names(*recognised({"./suite"}, "")), IsEmpty());
}

TEST(Doctest, TestsOfOneNameAreToldApart) {
  EXPECT_THAT(names(*recognised({"./suite"}, R"(<TestCase name="a"/><TestCase name="a"/>
<TestCase name="b" testsuite="S"/><TestCase name="b" testsuite="T"/><TestCase name="c"/>)")),
              ElementsAre("a", "a #2", "S: b", "T: b", "c"));
  EXPECT_THAT(names(*recognised({"./suite"}, R"(<TestCase name="a"/><TestCase name="a"/>
<TestCase name="a #2"/>)")),
              ElementsAre("a", "a #2", "a #2 #2"));
}

TEST(Doctest, ATestIsRunByItsPlace) {
  const std::vector<std::size_t> second = {1};
  EXPECT_THAT(recognised({"./suite"}, two_tests)->command(second, "/d").argv,
              ElementsAre("./suite", "--dt-first=2", "--dt-last=2", "--first=2", "--last=2"));
  EXPECT_THAT(recognised({"./suite", "-f=3", "-l=4"}, two_tests)->command(second, "/d").argv,
              AllOf(Contains("--first=4"), Contains("--last=4")));
}

TEST(Doctest, WithoutAListingThereIsNoSuite) {
  for (const Evidence& listing : {evidence(exited(0), "a\n"), listed(two_tests, signaled(11))}) {
    const auto suite = recognise({{"./suite"}, {}}, listing);
    EXPECT_TRUE(suite && *suite == nullptr);
  }
}

TEST(Doctest, TheStatusProvesThatTheTestRan) {
  const auto reason = [](const Words& argv, int code, std::string_view log) {
    return story(*recognised(argv, two_tests), {0}, evidence(exited(code), log)).reasons.at("a");
  };
  EXPECT_EQ(reason({"./suite"}, 0, "[doctest] Status: SUCCESS!\n"), "passed");
  EXPECT_EQ(reason({"./suite"}, 0, ""), "failed: the program exited with code 0 during this test");
  EXPECT_EQ(reason({"./suite", "-r=xml"}, 0, ""), "passed");
  EXPECT_EQ(reason({"./suite"}, 1, "x.cpp:5: ERROR: CHECK( 1 == 2 ) is NOT correct!\n"),
            "failed: x.cpp:5: ERROR: CHECK( 1 == 2 ) is NOT correct!");
}

}  // namespace
}  // namespace isorun::doctest
