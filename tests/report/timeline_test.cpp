#include "report/timeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "report/trace.hpp"

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

// Spans as (unit or -1, attempt, slot, begin, duration), in milliseconds.
std::vector<std::vector<std::int64_t>> spans_of(const RunRecord& run) {
  std::vector<std::vector<std::int64_t>> result;
  for (const Span& span : timeline(run)) {
    const auto unit = span.unit == Span::start_up ? -1 : static_cast<std::int64_t>(span.unit);
    result.push_back({unit, span.attempt, static_cast<std::int64_t>(span.slot), span.begin / 1ms,
                      span.duration / 1ms});
  }
  return result;
}

TEST(Timeline, PlacesUnitsAtTheEndOfTheirShard) {
  const RunRecord run{
      .units = {{.name = "a", .duration = 10ms, .shard = 7},
                {.name = "b", .duration = 20ms, .shard = 7}},
      .shards = {{.index = 7, .slot = 1, .units = {"b", "a"}, .start = 100ms, .wall = 35ms}}};
  EXPECT_THAT(spans_of(run),
              ElementsAre(ElementsAre(-1, 1, 1, 100, 5), ElementsAre(1, 1, 1, 105, 20),
                          ElementsAre(0, 1, 1, 125, 10)));
}

TEST(Timeline, ShowsEachAttemptInItsShard) {
  const RunRecord run{
      .units = {{.name = "a",
                 .reason = Reason::flaky,
                 .duration = 4ms,
                 .shard = 1,
                 .attempts = {{.reason = Reason::failed, .duration = 3ms, .shard = 0},
                              {.duration = 4ms, .shard = 1}}}},
      .shards = {{.index = 0, .slot = 0, .units = {"a"}, .start = 1ms, .wall = 3ms},
                 {.index = 1, .slot = 2, .units = {"a"}, .start = 9ms, .wall = 4ms}}};
  EXPECT_THAT(spans_of(run), ElementsAre(ElementsAre(0, 1, 0, 1, 3), ElementsAre(0, 2, 2, 9, 4)));
  EXPECT_EQ(timeline(run)[0].reason, Reason::failed);
  EXPECT_EQ(timeline(run)[1].reason, Reason::passed);
}

TEST(Timeline, ScalesUnitsThatRanAtTheSameTime) {
  const RunRecord run{.units = {{.name = "a", .duration = 30ms}, {.name = "b", .duration = 10ms}},
                      .shards = {{.units = {"a", "b"}, .wall = 20ms}}};
  EXPECT_THAT(spans_of(run), ElementsAre(ElementsAre(0, 1, 0, 0, 15), ElementsAre(1, 1, 0, 15, 5)));
}

TEST(Timeline, ShowsAShardWithoutResults) {
  const RunRecord run{.shards = {{.units = {"a"}, .start = 5ms, .wall = 2ms}}};
  EXPECT_THAT(spans_of(run), ElementsAre(ElementsAre(-1, 1, 0, 5, 2)));
}

std::string trace_of(const RunRecord& run) {
  std::string text;
  write_trace(run, {}, [&text](std::string_view part) { text += part; });
  return text;
}

TEST(Trace, HasOneThreadPerSlotAndOneEventPerSpan) {
  const RunRecord run{
      .slots = 2,
      .units = {{.name = "a \"b\"\x01\xff",
                 .reason = Reason::failed,
                 .duration = 10ms,
                 .slot = 1,
                 .detail = "no"}},
      .shards = {{.slot = 1, .units = {"a \"b\"\x01\xff"}, .start = 100ms, .wall = 12ms}}};
  const std::string text = trace_of(run);
  const auto document = json::parse(text);
  ASSERT_TRUE(document) << text;
  const json::Value* events = json::array_in(*document, "traceEvents");
  ASSERT_TRUE(events);
  ASSERT_EQ(events->Size(), 5U);
  const json::Value& unit = (*events)[4];
  EXPECT_EQ(json::string_in(unit, "ph"), "X");
  EXPECT_EQ(json::string_in(unit, "cat"), "failed");
  EXPECT_EQ(json::count_in(unit, "tid"), 1U);
  EXPECT_EQ(json::count_in(unit, "ts"), 102'000U);
  EXPECT_EQ(json::count_in(unit, "dur"), 10'000U);
  EXPECT_EQ(json::string_in(*json::object_in(unit, "args"), "detail"), "no");
  EXPECT_EQ(json::string_in((*events)[3], "name"), "start-up");
  EXPECT_EQ(json::string_in(*json::object_in((*events)[2], "args"), "name"), "slot 1");
}

TEST(Trace, IsValidWithoutUnits) {
  EXPECT_TRUE(json::parse(trace_of({})));
}

}  // namespace
}  // namespace isorun
