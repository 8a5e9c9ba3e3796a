#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "merging.hpp"

namespace isorun {
namespace {

using testing::HasSubstr;

TEST(JunitRule, MergesSuitesByNameAndCountsAnew) {
  EXPECT_EQ(merge("junit", {R"(<?xml version="1.0"?>
<testsuites tests="2" failures="0" errors="0" time="9" name="All">
  <testsuite name="B" tests="1" time="9" hostname="h">
    <properties><property name="p" value="1"/></properties>
    <testcase name="b1" classname="B" time="0.1"><failure message="a&#10;b"><![CDATA[<x>]]></failure></testcase>
    <system-out> kept &amp; whole
</system-out>
  </testsuite>
  <testsuite name="A"><testcase name="a1" time="0.2"/></testsuite>
</testsuites>)",
                            R"(<testsuite name="B" hostname="other">
  <properties><property name="p" value="1"/></properties>
  <testcase name="b2" classname="B" time="1,000.02"><error/></testcase>
  <testcase name="b2" classname="B"><skipped/></testcase></testsuite>)"}),
            R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="All" tests="4" failures="1" errors="1" skipped="1" time="1000.32">
  <testsuite name="B" hostname="h" tests="3" failures="1" errors="1" skipped="1" time="1000.12">
    <properties>
      <property name="p" value="1" />
    </properties>
    <testcase name="b1" classname="B" time="0.1">
      <failure message="a&#10;b"><![CDATA[<x>]]></failure>
    </testcase>
    <testcase name="b2" classname="B" time="1,000.02">
      <error />
    </testcase>
    <testcase name="b2" classname="B">
      <skipped />
    </testcase>
    <system-out> kept &amp; whole
</system-out>
  </testsuite>
  <testsuite name="A" tests="1" failures="0" errors="0" skipped="0" time="0.2">
    <testcase name="a1" time="0.2" />
  </testsuite>
</testsuites>
)");
}

TEST(JunitRule, ATimeMayEndWithAPoint) {
  EXPECT_THAT(
      merge("junit", {R"(<testsuite name="A"><testcase name="a" time="2."/></testsuite>)",
                      R"(<testsuite name="A"><testcase name="b" time="0."/></testsuite>)"}),
      HasSubstr(R"(<testsuite name="A" tests="2" failures="0" errors="0" skipped="0" time="2">)"));
}

TEST(JunitRule, ATestThatRanAgainCountsAsItEndedLast) {
  Merging merging("junit", Merging::Manner{.last_counts = true});
  ASSERT_EQ(
      merging.add(in_shard(2), R"(<testsuite name="A"><testcase name="a" time="1"/></testsuite>)"),
      "");
  ASSERT_EQ(merging.add(in_shard(0), R"(<testsuite name="A"><testcase name="b"/><testcase name="c"/>
<testcase name="c"/><testcase name="a" time="2"><failure/></testcase></testsuite>)"),
            "");
  EXPECT_EQ(merging.text(), R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" failures="0" errors="0" skipped="0" time="1">
  <testsuite name="A" tests="4" failures="0" errors="0" skipped="0" time="1">
    <testcase name="b" />
    <testcase name="c" />
    <testcase name="c" />
    <testcase name="a" time="1" />
  </testsuite>
</testsuites>
)");
}

TEST(JunitRule, TheOrderOfArrivalChangesNoByte) {
  const std::vector<std::string> files = {
      R"(<testsuite name="C"><testcase name="1"/></testsuite>)",
      R"(<testsuites name="r"><testsuite name="B" id="1"><testcase name="2"/><testcase name="n" status="notrun"/></testsuite></testsuites>)",
      R"(<testsuite name="B" id="2"><testcase name="3"/><testcase name="n" status="notrun"/></testsuite>)"};
  std::vector<std::string> texts;
  for (const std::vector<std::size_t>& order :
       {std::vector<std::size_t>{0, 1, 2}, {2, 1, 0}, {1, 2, 0}}) {
    Merging merging("junit");
    for (const std::size_t shard : order) ASSERT_EQ(merging.add(in_shard(shard), files[shard]), "");
    texts.push_back(merging.text());
    EXPECT_EQ(texts.front(), texts.back());
  }
  EXPECT_THAT(texts.front(), HasSubstr(R"(<testsuite name="B" id="1" tests="3")"));
}

TEST(JunitRule, CasesThatDidNotRunAreThereOnce) {
  const std::string text =
      merge("junit",
            {R"(<testsuite name="S"><testcase name="D" status="notrun" time="0"/></testsuite>)",
             R"(<testsuite name="S"><testcase name="D" status="notrun" time="0"/></testsuite>)"});
  EXPECT_THAT(text, HasSubstr(R"(tests="1" failures="0" errors="0" skipped="0" disabled="1")"));
}

TEST(JunitRule, MergesSuitesWithinSuites) {
  EXPECT_THAT(
      merge(
          "junit",
          {R"(<testsuite name="o"><testsuite name="i"><testcase name="1"/></testsuite></testsuite>)",
           R"(<testsuite name="o"><testsuite name="i"><testcase name="2"/></testsuite></testsuite>)"}),
      HasSubstr(R"(<testsuite name="i" tests="2")"));
}

TEST(JunitRule, KnowsCharactersWhereverTheyAreInALargeFile) {
  std::string many;
  for (int i = 0; i < 700'000; ++i) many += "\u00e4";
  for (const char* before : {"", "a"}) {  // one of them puts a character across two pieces
    const std::string name = before + many;
    EXPECT_EQ(Merging("junit").add(in_shard(0), fmt::format("<testsuite name='{}'/>", name)), "");
    EXPECT_THAT(Merging("junit").add(in_shard(0), fmt::format("<testsuite name='{}\xff'/>", name)),
                HasSubstr("not UTF-8"));
  }
}

TEST(JunitRule, RefusesWhatIsNoJunitFile) {
  EXPECT_THAT(Merging("junit").add(in_shard(0), ""), HasSubstr("empty"));
  EXPECT_THAT(Merging("junit").add(in_shard(0), "<html/>"), HasSubstr("not a JUnit file"));
  EXPECT_THAT(Merging("junit").add(in_shard(0), "<testsuite>\n<testcase"), HasSubstr("line 2"));
  EXPECT_THAT(Merging("junit").add(in_shard(0),
                                   R"(<testsuite><testcase name="n" time="soon"/></testsuite>)"),
              HasSubstr("the time of .n soon is not a number"));
  std::string deep;  // indented again it would be gigabytes
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  for (int i = 0; i < 100'000; ++i) deep += "</a>";
  EXPECT_THAT(Merging("junit").add(in_shard(0), "<testsuite>" + deep + "</testsuite>"),
              HasSubstr("nests deeper than 100 levels"));
}

}  // namespace
}  // namespace isorun
