#include "report/junit.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <pugixml.hpp>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/shortened.hpp"
#include "report/xml_text.hpp"

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

RunRecord a_run() {
  RunRecord run;
  run.command = {"bin/suite", "--flag"};
  run.wall = 2s;
  run.units = {
      {.name = "A.good", .suite = "A", .duration = 5ms, .shard = 3, .slot = 1, .log = "good"},
      {.name = "tests/b.py::bad",
       .file = "tests/b.py",
       .reason = Reason::failed,
       .duration = 1500ms,
       .detail = "b.py:3: 1 < 2 & \"more\"",
       .log = "bad"},
      {.name = "A.crash", .suite = "A", .reason = Reason::signaled, .detail = "SIGSEGV"},
      {.name = "skip", .reason = Reason::skipped, .detail = "no network"},
      {.name = "A.flaky",
       .suite = "A",
       .reason = Reason::flaky,
       .log = "third",
       .attempts = {{.reason = Reason::failed, .duration = 3ms, .detail = "no", .log = "first"},
                    {.reason = Reason::timeout, .log = "second"},
                    {.log = "third"}}},
      {.name = "A.never",
       .suite = "A",
       .reason = Reason::failed,
       .detail = "again",
       .log = "second",
       .attempts = {{.reason = Reason::signaled, .detail = "SIGABRT", .log = "first"},
                    {.reason = Reason::failed, .detail = "again", .log = "second"}}},
  };
  return run;
}

std::string log_of(const std::string& log, std::size_t /*most*/) {
  return log.empty() ? "" : "output of " + log + "\n";
}

std::string xml_of(const RunRecord& run, const ReadLog& read_log = log_of) {
  std::string text;
  write_junit(run, {.read_log = read_log}, [&text](std::string_view part) { text += part; });
  return text;
}

// The complaints of xmllint about the document; empty if it is valid.
std::string complaints(const std::string& xml) {
  const std::string path = testing::TempDir() + "isorun-junit-" + std::to_string(::getpid());
  std::ofstream(path) << xml;
  const int status = std::system(
      fmt::format("xmllint --noout --schema '{}' '{}' >'{}.log' 2>&1", JUNIT_XSD, path, path)
          .c_str());
  std::ifstream log(path + ".log");
  std::string text{std::istreambuf_iterator<char>(log), {}};
  std::filesystem::remove(path);
  std::filesystem::remove(path + ".log");
  return status == 0 ? "" : text;
}

class JunitSchema : public testing::Test {
 protected:
  void SetUp() override {
    if (std::system("command -v xmllint >/dev/null") == 0) return;
    const char* must_work = std::getenv("ISORUN_MUST_WORK");
    if (must_work != nullptr && std::string_view(must_work) == "1") FAIL() << "no xmllint";
    GTEST_SKIP() << "xmllint is not installed";
  }
};

TEST_F(JunitSchema, HoldsForEveryKindOfResult) {
  EXPECT_EQ(complaints(xml_of(a_run())), "");
  EXPECT_EQ(complaints(xml_of({})), "");
  RunRecord run = a_run();
  run.not_run = {"A.unseen"};
  run.problems = {"shard 2: exit code 23"};
  for (const Reason reason : all_reasons)
    run.units.push_back({.name = std::string(name(reason)), .reason = reason});
  EXPECT_EQ(complaints(xml_of(run)), "");
}

TEST_F(JunitSchema, HoldsForAllThatATestCanWrite) {
  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte += static_cast<char>(i);
  every_byte += "\xef\xbf\xbe\xef\xbf\xbf\xed\xa0\x80]]>\u0085\U0010ffff";
  RunRecord run = a_run();
  run.command[0] = every_byte;
  run.problems = {every_byte};
  for (UnitRecord& unit : run.units) unit.name = unit.suite = unit.detail = unit.file = every_byte;
  run.units[1].attempts = {{.reason = Reason::failed, .detail = every_byte, .log = "x"}, {}};
  const std::string xml = xml_of(run, [&](const std::string&, std::size_t) { return every_byte; });
  EXPECT_EQ(complaints(xml), "");
}

TEST_F(JunitSchema, WouldTell) {
  std::string xml = xml_of(a_run());
  xml.replace(xml.find(" classname="), 11, " className=");
  EXPECT_THAT(complaints(xml), HasSubstr("className"));
}

TEST(Junit, HasTheTestsOfAFileAsCases) {
  RunRecord run;
  run.units = {{.name = "a.js",
                .file = "a.js",
                .reason = Reason::failed,
                .duration = 9s,
                .detail = "1 < 2",
                .log = "a",
                .tests = {{.name = "adds", .duration = 5ms},
                          {.name = "fails", .reason = Reason::failed, .detail = "no"},
                          {.name = "later", .reason = Reason::skipped}}},
               {.name = "b.js",
                .file = "b.js",
                .reason = Reason::signaled,
                .detail = "SIGKILL",
                .tests = {{.name = "adds"}}}};
  const std::string xml = xml_of(run);
  EXPECT_THAT(
      xml, HasSubstr(R"(name="a.js" tests="3" failures="1" errors="0" time="0.005" skipped="1")"));
  EXPECT_THAT(xml, HasSubstr(R"(<testcase name="adds" classname="a.js" time="0.005" />)"));
  EXPECT_THAT(xml,
              HasSubstr("<failure message=\"no\" type=\"failed\">no\noutput of a\n</failure>"));
  EXPECT_THAT(xml, HasSubstr(R"(<testcase name="b.js" classname="b.js")"))
      << "its tests do not say that it was killed";
}

TEST(Junit, CountsAndGroups) {
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(xml_of(a_run()).c_str()));
  const pugi::xml_node all = document.child("testsuites");
  EXPECT_STREQ(all.attribute("name").value(), "suite");
  EXPECT_EQ(all.attribute("tests").as_uint(), 6U);
  EXPECT_EQ(all.attribute("failures").as_uint(), 2U);
  EXPECT_EQ(all.attribute("errors").as_uint(), 1U);
  EXPECT_STREQ(all.attribute("time").value(), "2.000");
  std::vector<std::string> suites;
  for (const pugi::xml_node suite : all)
    suites.push_back(fmt::format("{} {} {}", suite.attribute("name").value(),
                                 suite.attribute("tests").value(),
                                 std::distance(suite.begin(), suite.end())));
  EXPECT_THAT(suites, testing::ElementsAre("A 4 4", "tests/b.py 1 1", "suite 1 1"));
}

TEST(Junit, ATestCaseHasItsTimeAndOutput) {
  const std::string xml = xml_of(a_run());
  EXPECT_THAT(xml, HasSubstr(R"(    <testcase name="good" classname="A" time="0.005">
      <system-out>output of good
</system-out>
    </testcase>)"));
  EXPECT_THAT(
      xml, HasSubstr(R"(<testcase name="tests/b.py::bad" classname="tests/b.py" time="1.500">)"));
}

TEST(Junit, ASuiteOfOneFileNamesIt) {
  RunRecord run = a_run();
  EXPECT_THAT(xml_of(run), HasSubstr(R"(skipped="0" file="tests/b.py">)"));
  run.units.push_back({.name = "other", .suite = "tests/b.py", .file = "tests/c.py"});
  EXPECT_THAT(xml_of(run), Not(HasSubstr("file=")));
}

TEST(Junit, FailuresErrorsAndSkipsSayWhy) {
  const std::string xml = xml_of(a_run());
  EXPECT_THAT(xml, HasSubstr(R"(<failure message="b.py:3: 1 &lt; 2 &amp; &quot;more&quot;" )"
                             "type=\"failed\">b.py:3: 1 &lt; 2 &amp; \"more\"\noutput of bad\n<"));
  EXPECT_THAT(xml, HasSubstr(R"(<error message="SIGSEGV" type="signaled">)"));
  EXPECT_THAT(xml, HasSubstr(R"(<skipped message="no network" type="skipped" />)"));
}

TEST(Junit, AttemptsAreThoseOfSurefire) {
  const std::string xml = xml_of(a_run());
  EXPECT_THAT(xml, HasSubstr(R"(      <flakyFailure message="no" type="failed">
        <stackTrace>no</stackTrace>
        <system-out>output of first
</system-out>
      </flakyFailure>
      <flakyError message="timeout" type="timeout">)"));
  EXPECT_THAT(xml, HasSubstr(R"(      <rerunError message="SIGABRT" type="signaled")"));
  EXPECT_THAT(xml, Not(HasSubstr("<rerunFailure"))) << "the failure itself";
}

TEST(Junit, IsNotGreenWhereTheRunIsNot) {
  RunRecord run;
  run.command = {"suite"};
  run.not_run = {"A.unseen"};
  run.problems = {"shard 2: exit code 23"};
  const std::string xml = xml_of(run);
  EXPECT_THAT(xml, HasSubstr(R"(tests="2" failures="0" errors="1" time=")"));
  EXPECT_THAT(xml, HasSubstr(R"(<skipped message="not run" type="not-run" />)"));
  EXPECT_THAT(xml, HasSubstr(R"(<error message="shard 2: exit code 23" type="problem" />)"));
}

TEST(Junit, AsksForLittleOutputOfWhatIsGood) {
  std::size_t good = 0;
  std::size_t bad = 0;
  xml_of(a_run(), [&](const std::string& log, std::size_t most) {
    if (log == "good") good = std::max(good, most);
    if (log == "bad") bad = std::max(bad, most);
    return "";
  });
  EXPECT_EQ(good, 1024U);
  EXPECT_EQ(bad, 64U * 1024);
}

TEST(Junit, IsTheSameForTheSameRun) {
  EXPECT_EQ(xml_of(a_run()), xml_of(a_run()));
}

TEST(XmlText, IsWhatXmlCanHold) {
  EXPECT_EQ(xml_text("plain\n\tindented\r\n"), "plain\n\tindented\n");
  EXPECT_EQ(xml_text("\033[1;31mred\033[0m \a\xff\xef\xbf\xbf"), "red \\x07\\xff\xef\xbf\xbd");
  EXPECT_EQ(xml_text("10 %\r20 %"), "10 %\\r20 %");
}

TEST(Shortened, ReadsNoMoreOfALogThanItShows) {
  const std::string directory = testing::TempDir();
  const std::string log = "isorun-shortened-" + std::to_string(::getpid());
  std::ofstream file(directory + log);
  for (int i = 0; i < 10'000; ++i) file << "line " << i << '\n';
  file.close();
  const int fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY);
  const std::string text = read_shortened(fd, log, 100);
  EXPECT_THAT(text, AllOf(StartsWith("line 0\n"), EndsWith("line 9999\n"),
                          HasSubstr("bytes omitted; see " + log)));
  EXPECT_LT(text.size(), 300U);
  EXPECT_EQ(read_shortened(fd, log, 1'000'000).size(), 98'890U);
  EXPECT_EQ(read_shortened(fd, "no such log", 100), "");
  ::close(fd);
  std::filesystem::remove(directory + log);
}

}  // namespace
}  // namespace isorun
