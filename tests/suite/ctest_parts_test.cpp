// The parts of the ctest suite: its words, listing, log, JUnit file and order.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "suite/ctest/junit.hpp"
#include "suite/ctest/listing.hpp"
#include "suite/ctest/log.hpp"
#include "suite/ctest/options.hpp"
#include "suite/ctest/order.hpp"

namespace isorun::ctest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(CTestOptions, WhatIsorunDecidesIsDropped) {
  const Words user = {
      "ctest", "-j", "4",  "-R",    "-j",         "-j8",          "-j", "--parallel",
      "2",     "-Q", "-C", "Debug", "--progress", "--parallel=3", "-N", "--show-only=human",
      "-V"};
  EXPECT_THAT(words_to_list(user), ElementsAre("ctest", "-R", "-j", "-C", "Debug", "-V"));
  EXPECT_EQ(words_to_run(user), words_to_list(user));
}

TEST(CTestOptions, WhatChangesTheListStaysToList) {
  const Words user = {"ctest", "--rerun-failed", "--stop-on-failure", "--repeat", "until-pass:2"};
  EXPECT_EQ(words_to_list(user), user);
  EXPECT_THAT(words_to_run(user), ElementsAre("ctest", "--repeat", "until-pass:2"));
}

TEST(CTestOptions, AnOptionsValueIsNoOption) {
  EXPECT_TRUE(has_option({"ctest", "--output-junit=x"}, "--output-junit"));
  EXPECT_TRUE(has_option({"ctest", "--output-junit", "x"}, "--output-junit"));
  EXPECT_FALSE(has_option({"ctest", "-R", "--output-junit"}, "--output-junit"));
  EXPECT_FALSE(unsupported({"ctest", "-R", "-S", "-T", "Test", "-M", "Nightly"}).has_value());
  EXPECT_THAT(unsupported({"ctest", "-S", "script"}).value_or(""), HasSubstr("ctest -S"));
  EXPECT_TRUE(unsupported({"ctest", "-T", "MemCheck"}).has_value());
  EXPECT_TRUE(unsupported({"ctest", "--build-and-test", "a", "b"}).has_value());
}

// ctest 3.25 wrote this; it has been made smaller.
constexpr std::string_view listed = R"({
  "backtraceGraph" : {
    "commands" : [ "add_test", "my_test" ],
    "files" : [ "/src/net/CMakeLists.txt", "/src/cmake/MyTest.cmake", "/src/CMakeLists.txt" ],
    "nodes" : [
      { "file" : 0 },
      { "command" : 1, "file" : 0, "line" : 3, "parent" : 0 },
      { "command" : 0, "file" : 1, "line" : 9, "parent" : 1 },
      { "file" : 2 },
      { "command" : 0, "file" : 2, "line" : 5, "parent" : 3 }
    ]
  },
  "kind" : "ctestInfo",
  "tests" : [
    { "backtrace" : 4, "command" : [ "/bin/true" ], "name" : "same",
      "properties" : [ { "name" : "WORKING_DIRECTORY", "value" : "/b" } ] },
    { "backtrace" : 4, "command" : [ "/bin/true" ], "name" : "full",
      "properties" : [
        { "name" : "COST", "value" : 2.5 },
        { "name" : "DEPENDS", "value" : [ "a", "b" ] },
        { "name" : "FIXTURES_CLEANUP", "value" : [ "F" ] },
        { "name" : "FIXTURES_REQUIRED", "value" : [ "G" ] },
        { "name" : "FIXTURES_SETUP", "value" : [ "H" ] },
        { "name" : "LABELS", "value" : [ "net", "slow" ] },
        { "name" : "PROCESSORS", "value" : 3 },
        { "name" : "RESOURCE_GROUPS", "value" : [
          { "requirements" : [ { ".type" : "gpus", "slots" : 1 } ] },
          { "requirements" : [ { ".type" : "gpus", "slots" : 4 } ] } ] },
        { "name" : "RESOURCE_LOCK", "value" : [ "db" ] },
        { "name" : "RUN_SERIAL", "value" : true },
        { "name" : "UNKNOWN", "value" : null },
        { "name" : "WORKING_DIRECTORY", "value" : "/b" } ] },
    { "backtrace" : 2, "command" : [ "/bin/true" ], "name" : "same",
      "properties" : [ { "name" : "WORKING_DIRECTORY", "value" : "/b/net" } ] },
    { "name" : "bare", "properties" : [] }
  ],
  "version" : { "major" : 1, "minor" : 0 }
})";

TEST(CTestListing, ReadsEveryProperty) {
  const auto tests = read_listing(listed, listed);
  ASSERT_TRUE(tests.has_value());
  ASSERT_THAT(*tests, SizeIs(4));
  const ListedTest& full = (*tests)[1];
  EXPECT_EQ(full.name, "full");
  EXPECT_EQ(full.number, 2U);
  EXPECT_EQ(full.file, "/src/CMakeLists.txt");
  EXPECT_EQ(full.cost, 2.5);
  EXPECT_THAT(full.depends, ElementsAre("a", "b"));
  EXPECT_THAT(full.cleans_up, ElementsAre("F"));
  EXPECT_THAT(full.requires_fixtures, ElementsAre("G"));
  EXPECT_THAT(full.sets_up, ElementsAre("H"));
  EXPECT_THAT(full.labels, ElementsAre("net", "slow"));
  EXPECT_THAT(full.locks, ElementsAre("gpus", "db"));
  EXPECT_EQ(full.processors, 3U);
  EXPECT_TRUE(full.serial);
  const ListedTest& bare = (*tests)[3];
  EXPECT_EQ(bare.file, "");
  EXPECT_EQ(bare.processors, 1U);
  EXPECT_FALSE(bare.serial);
}

TEST(CTestListing, KnowsTheDirectoryBehindAFunction) {
  const auto tests = read_listing(listed, listed);
  EXPECT_EQ((*tests)[2].file, "/src/cmake/MyTest.cmake");
  EXPECT_EQ((*tests)[2].directory, "net");
  EXPECT_EQ((*tests)[0].directory, "");
}

std::string listing_of(const std::string& tests) {
  return R"({"kind":"ctestInfo","tests":[)" + tests + "]\n}";
}

TEST(CTestListing, NumbersAreThoseAmongAllTests) {
  const std::string a = R"({"name":"x","command":["a"]})";
  const std::string b = R"({"name":"x","command":["b"]})";
  const std::string c = R"({"name":"c"})";
  const auto tests = read_listing(listing_of(c + "," + b), listing_of(a + "," + b + "," + c));
  ASSERT_TRUE(tests.has_value());
  ASSERT_THAT(*tests, SizeIs(2));
  EXPECT_EQ((*tests)[0].name, "x");
  EXPECT_EQ((*tests)[0].number, 2U);
  EXPECT_EQ((*tests)[1].number, 3U);
  // Equal in everything the listing shows, yet two tests.
  const auto twins = read_listing(listing_of(c + "," + c), listing_of(c + "," + c));
  EXPECT_EQ((*twins)[1].number, 2U);
  EXPECT_FALSE(read_listing(listing_of(a), listing_of(b)).has_value());
}

TEST(CTestListing, NoiseAndNonsense) {
  const std::string empty = listing_of("");
  EXPECT_THAT(read_listing("-- {noise}\n" + empty + "\nmore\n", empty).value(), IsEmpty());
  EXPECT_FALSE(read_listing("", empty).has_value());
  EXPECT_FALSE(read_listing(empty, "").has_value());
  EXPECT_FALSE(read_listing("{\n}", empty).has_value());
  EXPECT_FALSE(read_listing("\n}\n{", empty).has_value());
  EXPECT_FALSE(read_listing(std::string_view(listed).substr(0, 200), empty).has_value());
  const std::string odd = R"({"kind":"ctestInfo","backtraceGraph":{"nodes":[{"parent":0,"file":7}],
    "files":[]},"tests":[{"name":"x","backtrace":0},{"name":"y","backtrace":9}, 3]
})";
  EXPECT_THAT(read_listing(odd, odd).value(), SizeIs(2)) << "a circle of callers";
}

// What ctest -V printed, without its first lines.
constexpr std::string_view log_text = R"(test 1
      Start  1: plain

1: Test command: /usr/bin/sh "-c" "echo hello"
1: test 2
1:  3/3 Test  #3: fake ....   Passed    0.01 sec
 1/5 Test  #1: plain ............................   Passed    0.01 sec
test 11
      Start 11: gone
Could not find executable nothere
Looked in the following places:
Unable to find executable: nothere
 2/5 Test #11: gone .............................***Not Run   0.00 sec
test 19
      Start 19: passre

19: hi
 3/5 Test #19: passre ...........................***Failed  Required regular expression not found. Regex=[ok
test 1
]  1.50 sec
test 4
    Start 4: flaky

 4/5 Test #4: flaky ............................***Failed    0.25 sec
    Start 4: flaky

    Test #4: flaky ............................   Passed    0.50 sec
test 5
    Start 5: last
5: output)";

std::string_view bytes(const Log& log, unsigned number) {
  const LogTest& test = log.tests.at(number);
  return log_text.substr(test.begin, test.end - test.begin);
}

TEST(CTestLog, FindsEachTestsBytes) {
  const Log log = read_log(log_text);
  EXPECT_THAT(log.tests, SizeIs(5)) << "a test's own output is no line of ctest's";
  EXPECT_TRUE(bytes(log, 1).starts_with("test 1\n"));
  EXPECT_TRUE(bytes(log, 1).ends_with("plain ............................   Passed    0.01 sec\n"));
  EXPECT_EQ(bytes(log, 5), "test 5\n    Start 5: last\n5: output");
  EXPECT_EQ(log.running, 5U);
  EXPECT_EQ(log.tests.at(5).ends, 0U);
}

TEST(CTestLog, ReadsResults) {
  const Log log = read_log(log_text);
  EXPECT_EQ(log.tests.at(1).outcome, "plain ............................   Passed");
  EXPECT_EQ(log.tests.at(1).duration, std::chrono::milliseconds(10));
  EXPECT_EQ(log.tests.at(11).cause, "Unable to find executable: nothere");
  EXPECT_TRUE(log.tests.at(19).outcome.ends_with("Regex=[ok\ntest 1\n]")) << "over three lines";
  EXPECT_EQ(log.tests.at(19).duration, std::chrono::milliseconds(1500));
}

// Quadratic time would take hours.
TEST(CTestLog, AMillionResultsWithoutATimeAreFine) {
  std::string text;
  for (int i = 0; i < 1'000'000; ++i) text += "1/1 Test #1: a\n";
  EXPECT_EQ(read_log(text).tests.at(1).ends, 0U);
}

TEST(CTestLog, ARepeatedTestEndsMoreThanOnce) {
  const LogTest flaky = read_log(log_text).tests.at(4);
  EXPECT_EQ(flaky.ends, 2U);
  EXPECT_TRUE(flaky.failed_before);
  EXPECT_TRUE(flaky.outcome.ends_with("Passed"));
  EXPECT_EQ(flaky.duration, std::chrono::milliseconds(500));
}

TEST(CTestLog, AnyEndWillDo) {
  for (std::size_t size = 0; size <= log_text.size(); ++size) {
    for (const auto& [number, test] : read_log(log_text.substr(0, size)).tests) {
      EXPECT_LE(test.begin, test.end) << number;
      EXPECT_LE(test.end, size);
    }
  }
}

TEST(CTestJunit, TellsDurationsAndMessages) {
  const auto tests = read_junit(R"xml(<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="(empty)" tests="3">
	<testcase name="a &quot;b&quot; ü" classname="a" time="0.00517055" status="run">
		<system-out>hello</system-out>
	</testcase>
	<testcase name="skip" classname="skip" time="1" status="notrun">
		<skipped message="SKIP_RETURN_CODE=77"/>
	</testcase>
	<testcase name="re" classname="re" time="0.00341619" status="fail">
		<failure message="Required regular expression not found. Regex=[ok
]"/>
	</testcase>
</testsuite>
)xml");
  ASSERT_TRUE(tests.has_value());
  ASSERT_THAT(*tests, SizeIs(3));
  EXPECT_EQ((*tests)[0].name, "a \"b\" ü");
  EXPECT_EQ((*tests)[0].duration, std::chrono::nanoseconds(5170550));
  EXPECT_EQ((*tests)[1].message, "SKIP_RETURN_CODE=77");
  EXPECT_EQ((*tests)[2].message, "Required regular expression not found. Regex=[ok ]");
}

TEST(CTestJunit, AnythingElseIsNone) {
  EXPECT_FALSE(read_junit("").has_value());
  EXPECT_FALSE(read_junit("<other/>").has_value());
  EXPECT_FALSE(read_junit("<testsuite><testcase name=\"a\">").has_value());
}

ListedTest named(std::string name, unsigned number) {
  return {.name = std::move(name), .number = number};
}

TEST(CTestOrder, DependentTestsShareASandbox) {
  std::vector<ListedTest> tests = {named("a", 1), named("b", 2), named("c", 3), named("d", 4),
                                   named("e", 5)};
  tests[2].depends = {"a", "not selected"};
  tests[4].depends = {"c"};
  const Order order(tests);
  EXPECT_THAT(order.bundles(), ElementsAre("1", "", "1", "", "1"));
  constexpr std::size_t last[] = {4};
  EXPECT_THAT(order.closure(last), ElementsAre(0U, 2U, 4U));
  constexpr std::size_t free[] = {1, 3};
  EXPECT_THAT(order.closure(free), ElementsAre(1U, 3U));
}

TEST(CTestOrder, CirclesEnd) {
  std::vector<ListedTest> tests = {named("a", 1), named("b", 2)};
  tests[0].depends = {"b", "a"};
  tests[1].depends = {"a"};
  const Order order(tests);
  EXPECT_THAT(order.bundles(), ElementsAre("1", "1"));
  constexpr std::size_t first[] = {0};
  EXPECT_THAT(order.closure(first), ElementsAre(0U, 1U));
}

TEST(CTestOrder, EachSandboxHasItsOwnFixture) {
  std::vector<ListedTest> tests = {named("set up", 1), named("clean up", 2), named("x", 3),
                                   named("y", 4), named("make", 5)};
  tests[0].sets_up = {"F"};
  tests[0].depends = {"make"};
  tests[1].cleans_up = {"F"};
  // ctest lists the dependencies of fixtures among the others.
  tests[1].depends = {"x", "y", "set up"};
  tests[2].requires_fixtures = {"F"};
  tests[2].depends = {"set up"};
  tests[3].requires_fixtures = {"F"};
  const Order order(tests);
  EXPECT_THAT(order.bundles(), ElementsAre("1", "1", "", "", "1"));
  constexpr std::size_t clean_up[] = {1};
  EXPECT_THAT(order.closure(clean_up), ElementsAre(0U, 1U, 4U));
  constexpr std::size_t x[] = {2};
  EXPECT_THAT(order.closure(x), ElementsAre(0U, 1U, 2U, 4U));
}

}  // namespace
}  // namespace isorun::ctest
