#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "merging.hpp"
#include "program.hpp"

namespace isorun {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string report(std::string_view lines) {
  return fmt::format(
      R"(<?xml version="1.0"?><coverage version="1" timestamp="5"><sources><source>/s</source></sources>
<packages><package name="p"><classes><class name="c" filename="c.py"><methods/><lines>{}</lines></class></classes></package></packages></coverage>)",
      lines);
}

TEST(CoberturaRule, SumsHitsAndComputesRates) {
  const std::string text = merge(
      "cobertura",
      {report(
           R"(<line number="10" hits="1"/><line number="9" hits="0"/><line number="11" hits="0"/>)"),
       report(R"(<line number="10" hits="41"/><line number="9" hits="0"/>)")});
  EXPECT_THAT(
      text, AllOf(HasSubstr(R"(lines-valid="3" lines-covered="1")"),
                  HasSubstr(R"(line-rate="0.3333")"), HasSubstr("<line number=\"9\" hits=\"0\" />"),
                  HasSubstr("<line number=\"10\" hits=\"42\" />")));
}

TEST(CoberturaRule, ABranchIsCoveredWhereAnyShardHasCoveredIt) {
  const auto branch = [](std::string_view coverage, std::string_view more) {
    return report(fmt::format(
        R"(<line number="1" hits="1" branch="true" condition-coverage="{}" {}/>)", coverage, more));
  };
  EXPECT_THAT(merge("cobertura", {branch("50% (1/2)", R"(missing-branches="3")"),
                                  branch("50% (1/2)", R"(missing-branches="exit")")}),
              HasSubstr(R"x(condition-coverage="100% (2/2)" />)x"));
  EXPECT_THAT(merge("cobertura", {branch("50% (1/2)", R"(missing-branches="3")"),
                                  branch("50% (1/2)", R"(missing-branches="3")")}),
              HasSubstr(R"x(condition-coverage="50% (1/2)" missing-branches="3" />)x"));
  EXPECT_THAT(merge("cobertura", {branch("50% (2/4)", ""), branch("25% (1/4)", "")}),
              AllOf(HasSubstr(R"x(condition-coverage="50% (2/4)")x"),
                    HasSubstr(R"(branches-covered="2")")));
}

TEST(CoberturaRule, RefusesWhatIsNoReport) {
  const auto objection = [](std::string_view content) {
    return Merging("cobertura").add(in_shard(0), content);
  };
  EXPECT_THAT(objection(""), HasSubstr("empty"));
  EXPECT_THAT(objection("<coverage/>"), HasSubstr("not a Cobertura report"));
  EXPECT_THAT(objection(report("").substr(0, 150)), HasSubstr("line 2"));
  EXPECT_THAT(objection(report(R"(<line number="1" hits="-1"/>)")),
              HasSubstr("line 1 of a class has the hits"));
  for (const std::string_view bad : {"1/2", "50% (3/2)", "()", "50% (/2)", ")(/"}) {
    EXPECT_THAT(objection(report(
                    fmt::format(R"(<line number="1" hits="1" condition-coverage="{}"/>)", bad))),
                HasSubstr("condition-coverage"))
        << bad;
  }
}

TEST(CoberturaRule, CountsWhatASerialRunWouldHave) {
  if (std::system("/usr/bin/python3 -m coverage --version > /dev/null 2>&1") != 0) {
    ASSERT_EQ(std::getenv("ISORUN_MUST_WORK"), nullptr) << "coverage.py is missing";
    GTEST_SKIP() << "coverage.py is missing";
  }
  const TemporaryLayer place;
  write_file_at(
      place.path() + "/p.py",
      "import sys\nn = int(sys.argv[1])\nif n == 1:\n  print(1)\nelif n == 3:\n  print(3)\n");
  const auto totals = [](const std::string& text) {
    const std::size_t begin = text.find("lines-valid");
    return text.substr(begin, text.find("complexity", begin) - begin);
  };
  const std::string coverage = "c() { /usr/bin/python3 -m coverage \"$@\"; }\n";
  shell(place.path(),
        coverage + "c run --branch -p p.py 1; c run --branch -p p.py 2; c combine -q; c xml -q");
  const std::string serial = read_file_at(place.path() + "/coverage.xml");
  Merging merging("cobertura");
  for (std::size_t i = 1; i <= 2; ++i) {
    shell(place.path(), fmt::format("{}c run --branch p.py {}; c xml -q", coverage, i));
    ASSERT_EQ(merging.add(in_shard(i), read_file_at(place.path() + "/coverage.xml")), "");
  }
  EXPECT_THAT(totals(serial), HasSubstr("branches-covered=\"3\""));
  EXPECT_EQ(totals(merging.text()), totals(serial));
}

}  // namespace
}  // namespace isorun
