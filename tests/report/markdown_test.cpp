#include "report/markdown.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

RunRecord of(std::vector<UnitRecord> units) {
  return {.slots = 2, .wall = 2s, .units = std::move(units)};
}

std::string markdown(const RunRecord& run, const TerminalSettings& settings = {}) {
  std::string text;
  write_markdown(run, {.read_log = {}, .settings = settings},
                 [&text](std::string_view part) { text += part; });
  return text;
}

TEST(Markdown, SaysWhatTheTerminalSays) {
  RunRecord run = of({{.name = "A.good", .duration = 1s},
                      {.name = "A.bad", .reason = Reason::failed, .duration = 5ms, .detail = "no"},
                      {.name = "A.flaky", .reason = Reason::flaky, .attempts = {{}, {}}}});
  run.problems = {"shard 2: exit code 23"};
  EXPECT_EQ(markdown(run, {.tries = 3}),
            "### isorun: failed\n\n"
            "3 tests run: 2 passed (1 flaky), 1 failed, 0 skipped\n\n"
            "2.000 s in 2 slots for 1.005 s of tests (0.50 x); the longest is A.good (1.000 s); "
            "the bound max(longest, sum / slots) is 1.000 s, 50.0 % of it reached\n\n"
            "| Result | Test | Time | Detail |\n| --- | --- | ---: | --- |\n"
            "| FAIL | A.bad | 0.005 s | no |\n"
            "| FLAKY 2/3 | A.flaky | 0.000 s |  |\n\n"
            "- problem: shard 2: exit code 23\n\n");
  EXPECT_THAT(markdown(of({{.name = "A.good"}})),
              AllOf(StartsWith("### isorun: passed\n"), Not(HasSubstr("|"))));
}

TEST(Markdown, IsTextWhateverTheNamesHold) {
  EXPECT_THAT(markdown(of({{.name = "a|b`c<img>&*_[x](y)\n\\", .reason = Reason::failed}})),
              HasSubstr("| a\\|b\\`c&lt;img&gt;&amp;\\*\\_\\[x\\](y)\\\\n\\\\ |"));
}

TEST(Markdown, StaysFarBelowAMegabyte) {
  const UnitRecord unit = {.name = std::string(5000, '<'), .reason = Reason::failed};
  UnitRecord wide = unit;
  wide.name = std::string(499, 'x') + "\u6f22\u5b57";
  std::vector<UnitRecord> units(1000, unit);
  units[0] = wide;
  RunRecord run = of(std::move(units));
  run.warnings = std::vector(1000, std::string(5000, '|'));
  const std::string text = markdown(run);
  EXPECT_LT(text.size(), 500'000U);
  EXPECT_THAT(text, HasSubstr("\nand 900 more\n"));
  EXPECT_THAT(text, HasSubstr("x\u6f22 ... |")) << "no half characters";
}

}  // namespace
}  // namespace isorun
