#include "suite/reports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "suite/catch2/user_reports.hpp"
#include "suite/googletest/googletest.hpp"
#include "suite/named_reports.hpp"

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> texts(const std::vector<Report>& reports) {
  std::vector<std::string> result;
  for (const Report& report : reports) {
    result.push_back(std::string(report.rule) + ' ' + report.path);
    if (report.is_pattern) result.back() += " (pattern)";
  }
  return result;
}

TEST(Reports, AWordNamesTheLastValue) {
  const Words words = {"ctest", "--out", "a", "--out=b", "--outer=c", "--", "--out=d"};
  EXPECT_EQ(value_in(words, {"--out"}), "b");
  EXPECT_EQ(value_in(words, {"ctest"}), std::nullopt);
  EXPECT_EQ(value_in(Words{"ctest", "--out"}, {"--out"}), std::nullopt);
  constexpr ReportWord table[] = {{"--out", "junit"}, {"-O", "concat"}};
  EXPECT_THAT(texts(reports_in(words, table)), ElementsAre("junit b"));
  EXPECT_THAT(reports_in(Words{"ctest", "--out="}, table), IsEmpty());
}

TEST(Reports, VariablesNameProfiles) {
  const Words environment = {"LLVM_PROFILE_FILE=/p/%p[%4m]-%h.profraw", "GOCOVERDIR=cov dir",
                             "NODE_V8_COVERAGE=", "XLLVM_PROFILE_FILE=no"};
  const std::vector<Report> reports = reports_of_variables(environment);
  EXPECT_THAT(texts(reports), ElementsAre(R"(llvm-profraw /p/*\[*]-*.profraw (pattern))",
                                          " cov dir/cov* (pattern)"));
  EXPECT_EQ(reports.front().if_missing, Report::IfMissing::ignore);
}

TEST(Reports, APathIsQuotedForPatterns) {
  EXPECT_EQ(quoted_for_pattern("~/a*b?[c]\\d"), R"(\~/a\*b\?\[c]\\d)");
}

std::vector<std::string> named(Words argv, Words environment = {}) {
  return texts(named_reports({.argv = std::move(argv), .environment = std::move(environment)}));
}

TEST(NamedReports, AreThoseOfAnyProgramsWords) {
  EXPECT_THAT(named({"./run", "--junitxml", "a.xml", "--outputFile.json=b.json"}),
              ElementsAre("junit a.xml", " b.json"));
  EXPECT_THAT(named({"npx", "jest", "--coverage", "--coverageDirectory=c"}),
              ElementsAre(" coverage/** (pattern)", " c/** (pattern)"));
  EXPECT_THAT(named({"x", "--cov-report=xml:c.xml", "--cov-report", "html"}),
              ElementsAre("cobertura c.xml", " htmlcov/** (pattern)"));
  EXPECT_THAT(named({"--html", "a", "--html=b"}), ElementsAre(" b")) << "the first is the program";
  EXPECT_THAT(named({"x", "--junitxml", "--verbose", "--html=$OUT/x", "--log-file"}), IsEmpty());
}

TEST(NamedReports, AreAlsoInCode) {
  EXPECT_THAT(named({"sh", "-c", "cd x; pytest \"--junitxml=a.xml\"; true"}),
              ElementsAre("junit a.xml"));
}

TEST(NamedReports, AUnitsNameMayBePartOfTheirs) {
  EXPECT_THAT(named({"run", "--junitxml=o[1]/{}.xml", "{}"}),
              ElementsAre(R"(junit o\[1]/**.xml (pattern))"));
}

TEST(NamedReports, OfGoogleTestWhoeverRunsIt) {
  EXPECT_THAT(named({"env", "./suite", "--gtest_output=json:r.json"}),
              ElementsAre("googletest-json r.json"));
}

TEST(NamedReports, OfCoverage) {
  EXPECT_THAT(named({"coverage", "run", "x.py"}), ElementsAre("exec .coverage"));
  EXPECT_THAT(named({"coverage", "run", "x.py"}, {"COVERAGE_FILE=d"}), ElementsAre("exec d"));
  EXPECT_THAT(named({"python3", "-m", "coverage", "run", "-p", "--data-file=d", "x.py"}),
              ElementsAre("exec d", " d.** (pattern)"));
  EXPECT_THAT(named({"coverage", "report", "run"}), IsEmpty());
}

TEST(NamedReports, OfOneShardAreAsItsLastAttemptLeftThem) {
  const UserCommand command = {.argv = {"x", "--junitxml=a"}};
  const auto reports = own_reports(command);
  EXPECT_THAT(texts(reports), ElementsAre("newest a"));
  EXPECT_THAT(texts(own_reports(command, {{.path = "b", .rule = ""}})), ElementsAre("newest b"));
  for (const Report& report : reports) EXPECT_EQ(report.if_missing, Report::IfMissing::ignore);
}

std::vector<std::string> of_googletest(Words argv, Words environment = {}) {
  return texts(
      googletest::reports_of({.argv = std::move(argv), .environment = std::move(environment)}));
}

TEST(Reports, OfGoogleTest) {
  EXPECT_THAT(of_googletest({"./suite", "--gtest_output=xml:r.xml"}), ElementsAre("junit r.xml"));
  EXPECT_THAT(of_googletest({"./suite", "--gtest_output=xml"}),
              ElementsAre("junit test_detail.xml"));
  EXPECT_THAT(of_googletest({"./suite", "--gtest_output=xml:out[1]/"}),
              ElementsAre(R"(junit out\[1]/*.xml (pattern))"));
  EXPECT_THAT(of_googletest({"./suite", "--gtest_output=json:r.json"}),
              ElementsAre("googletest-json r.json"));
  EXPECT_THAT(of_googletest({"./suite", "--gtest_output=json"}),
              ElementsAre("googletest-json test_detail.json"));
  EXPECT_THAT(of_googletest({"./suite"}, {"GTEST_OUTPUT=xml:e.xml", "XML_OUTPUT_FILE=b.xml"}),
              ElementsAre("junit e.xml"));
  EXPECT_THAT(of_googletest({"./suite"}, {"XML_OUTPUT_FILE=b.xml"}), ElementsAre("junit b.xml"));
  EXPECT_THAT(of_googletest({"./suite", "--gtest_output=json:r.json"}, {"XML_OUTPUT_FILE=b.xml"}),
              ElementsAre("googletest-json r.json"));
  EXPECT_THAT(of_googletest({"./suite"}), IsEmpty());
}

TEST(Reports, OfCatch2) {
  const auto of = [](Words argv) { return texts(catch2::user_reports(argv)); };
  EXPECT_THAT(of({"t", "-r", "junit", "-o", "r.xml"}), ElementsAre("junit r.xml"));
  EXPECT_THAT(of({"t", "--reporter", "junit::out=r.xml", "-r", "console::out=%stdout"}),
              ElementsAre("junit r.xml"));
  EXPECT_THAT(of({"t", "--reporter=junit", "--out=r.xml"}), ElementsAre("junit r.xml"));
  EXPECT_THAT(of({"t", "--reporter=junit::out=r.xml"}), ElementsAre("junit r.xml"));
  EXPECT_THAT(of({"t", "-o", "r.txt"}), ElementsAre("concat r.txt"));
  EXPECT_THAT(of({"t", "-r", "xml", "-o", "r.xml"}), IsEmpty());
  EXPECT_THAT(of({"t", "-r", "junit"}), IsEmpty());
}

}  // namespace
}  // namespace isorun
