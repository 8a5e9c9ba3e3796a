#include "report/html.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/log_name.hpp"

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string log_of(const std::string& log, std::size_t most) {
  return ("output of " + log).substr(0, most);
}

std::string page_of(const RunRecord& run, const ReadLog& read_log = log_of) {
  std::string text;
  write_html(run, {.read_log = read_log}, [&text](std::string_view part) { text += part; });
  return text;
}

TEST(Html, ShowsTheVerdictFirst) {
  RunRecord run{.command = {"./suite", "--flag"}, .units = {{.name = "a"}}};
  EXPECT_THAT(page_of(run), AllOf(HasSubstr("<title>Passed: ./suite --flag</title>"),
                                  HasSubstr("<p class=\"verdict\">passed</p>")));
  run.problems = {"costs could not be merged"};
  EXPECT_THAT(page_of(run),
              AllOf(HasSubstr("<title>Failed: "), HasSubstr("<li>costs could not be merged</li>")));
}

TEST(Html, EscapesWhatTestsWrote) {
  const std::string evil = "</pre></script><script>alert('1')</script>&\"\x1b[31m\n\xff";
  const RunRecord run{
      .command = {evil},
      .framework = evil,
      .units = {{.name = evil,
                 .file = evil,
                 .reason = Reason::failed,
                 .detail = evil,
                 .log = evil,
                 .tests = {{.name = evil, .reason = Reason::failed, .detail = evil}}},
                {.name = "f",
                 .reason = Reason::flaky,
                 .attempts = {{.detail = evil, .log = evil}}}},
      .not_run = {evil},
      .running = {{.name = evil}},
      .steps = {{.kind = evil, .name = evil, .detail = evil, .log = evil}},
      .shards = {{.units = {evil},
                  .start = 1ms,
                  .services = {{.name = evil, .state = evil, .detail = evil, .log = evil}},
                  .layer = evil,
                  .reason = evil}},
      .collected = {{.patterns = {evil}, .rule = evil, .output = evil}},
      .exported = {{.path = evil, .rule = evil}},
      .collisions = {{.path = evil, .kind = evil, .shards = {0, 1}}},
      .kept_out = KeptOutRecord{.files = 1, .paths = {evil}},
      .problems = {evil},
      .warnings = {evil},
      .notes = {evil}};
  const std::string page =
      page_of(run, [&](const std::string&, std::size_t) { return std::string(evil); });
  EXPECT_THAT(page, AllOf(Not(HasSubstr("<script>alert")), Not(HasSubstr("\x1b")),
                          Not(HasSubstr("\xff")), HasSubstr("&lt;script&gt;alert(&#39;1&#39;)")));
}

TEST(Html, ShowsTheOutputOfFailedUnits) {
  const RunRecord run{
      .units = {{.name = "good", .log = "logs/good.log"},
                {.name = "bad",
                 .reason = Reason::signaled,
                 .detail = "SIGSEGV",
                 .log = "logs/bad %1.log",
                 .tests = {{.name = "fine"}, {.name = "its test", .reason = Reason::failed}}}}};
  EXPECT_THAT(page_of(run),
              AllOf(HasSubstr("<pre>output of logs/bad %1.log</pre>"), HasSubstr("SIGSEGV"),
                    HasSubstr("<td>its test</td>"), Not(HasSubstr("<td>fine</td>")),
                    HasSubstr("<a href=\"logs/bad%20%251.log\">"),
                    Not(HasSubstr("output of logs/good.log"))));
}

TEST(Html, LimitsTheOutputAndSaysSo) {
  const RunRecord run{
      .units = std::vector(200, UnitRecord{.name = "bad", .reason = Reason::failed, .log = "l"})};
  const std::string page =
      page_of(run, [](const std::string&, std::size_t most) { return std::string(most, 'x'); });
  EXPECT_LT(page.size(), 5'000'000U);
  EXPECT_THAT(page, HasSubstr("only in their logs"));
}

std::string page_with(const std::string& audit) {
  std::string text;
  const RunRecord run{.units = {{.name = "a"}}};
  write_html(run, {.read_log = log_of, .audit = audit},
             [&text](std::string_view part) { text += part; });
  return text;
}

TEST(Html, ShowsTheAuditIfThereIsOne) {
  const std::string page = page_with(
      R"({"summary": "50.0 % ready", "files": [{"name": "</script>", "tests": 3, "readiness": "ISOLATE",)"
      R"( "obstacles": [{"what": "<b>", "advice": "x"}, {"what": "c", "advice": "d"}]}]})");
  EXPECT_THAT(page, AllOf(HasSubstr("50.0 % ready"), HasSubstr("&lt;/script&gt;"),
                          HasSubstr("&lt;b&gt;<br><em>x</em><br>c<br><em>d</em>")));
  for (const char* broken : {"", "no JSON", "[]", "{\"files\": 3}"})
    EXPECT_THAT(page_with(broken), Not(HasSubstr("id=\"audit\""))) << broken;
}

TEST(Html, LeavesOutEmptySections) {
  const std::string page = page_of({.units = {{.name = "a"}}});
  EXPECT_THAT(page, AllOf(HasSubstr("id=\"tests\""), Not(HasSubstr("id=\"failed\"")),
                          Not(HasSubstr("id=\"flaky\"")), Not(HasSubstr("href=\"#collisions\"")),
                          Not(HasSubstr("id=\"timeline\""))));
}

TEST(Html, ListsEachUnitOnOneLine) {
  const RunRecord run{
      .units =
          {{.name = "a", .file = "f.py", .duration = 1500ms, .before = 2s, .log = "logs/a.log"},
           {.name = "b\tc", .file = "f.py", .log = "logs/b%09c.log"},
           {.name = "d", .reason = Reason::failed, .detail = "no", .log = "logs/d.log"}},
      .not_run = {"e"}};
  EXPECT_THAT(page_of(run), HasSubstr("a\tf.py\tpassed\t1.500\t2.000\t\t\n"
                                      "b\\tc\t\tpassed\t0.000\t\t\tlogs/b%09c.log\n"
                                      "d\t-\tfailed\t0.000\t\tno\t\n"
                                      "e\t-\tnot-run\t\t\t\t-\n</pre>"));
}

TEST(Html, TakesAMegabyteForTenThousandUnits) {
  RunRecord run{.slots = 4};
  for (std::size_t i = 0; i < 10'000; ++i) {
    const std::string name = fmt::format("tests/test_module_{}.py::test_{}", i / 50, i);
    run.units.push_back({.name = name,
                         .file = fmt::format("tests/test_module_{}.py", i / 50),
                         .duration = 12'345us,
                         .before = 12'345us,
                         .shard = i / 10,
                         .log = "logs/" + log_name(name)});
    if (i % 10 == 0)
      run.shards.push_back({.index = i / 10, .start = i * 3ms, .wall = 140ms, .reason = "passed"});
    run.shards.back().units.push_back(name);
  }
  EXPECT_LT(page_of(run).size(), 1'048'576U);
}

}  // namespace
}  // namespace isorun
