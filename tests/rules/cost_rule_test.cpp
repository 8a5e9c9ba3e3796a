#include <algorithm>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "merging.hpp"
#include "values/json.hpp"

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// The trackers of real suites write this.
constexpr std::string_view sample =
    R"({"session_id": "test_breakdown", "total_api_calls": 2, "total_input_tokens": 1200, "total_output_tokens": 300,
 "total_cache_creation_tokens": 0, "total_cache_read_tokens": 0, "total_cost_usd": 0.0081,
 "total_duration_seconds": 2.5, "cache_hit_rate": 0.5,
 "api_calls": [{"timestamp": "2025-11-20T16:00:00Z", "model": "m-1", "extractor": "date", "document_name": "doc1",
   "input_tokens": 1200, "output_tokens": 300, "cache_creation_tokens": 0, "cache_read_tokens": 0,
   "cost_usd": 0.0081, "duration_seconds": 2.5, "cached": false},
  {"timestamp": "2025-11-20T16:00:01Z", "model": "m-1", "extractor": "tenure", "document_name": "doc1",
   "input_tokens": 0, "output_tokens": 0, "cache_creation_tokens": 0, "cache_read_tokens": 0,
   "cost_usd": 0.0, "duration_seconds": 0.0, "cached": true}]})";

struct Calls {
  int counted = 0;
  int cached = 0;
  int listed = -1;  // -1: all of them
};

std::string cost_file(std::string_view session, std::string_view cost, Calls calls = {},
                      std::string_view more = "") {
  std::string list;
  for (int i = 0; i < (calls.listed < 0 ? calls.counted : calls.listed); ++i) {
    list += fmt::format("{}{{\"cached\": {}}}", i == 0 ? "" : ", ", i < calls.cached);
  }
  return fmt::format(
      R"({{"session_id": "{}", "total_api_calls": {}, "total_input_tokens": 10, "total_output_tokens": 1,
"total_cache_creation_tokens": 0, "total_cache_read_tokens": 0, "total_cost_usd": {},
"total_duration_seconds": 0.5, {}"cache_hit_rate": 0.9, "api_calls": [{}]}})",
      session, calls.counted, cost, more, list);
}

SourceFile at(std::size_t shard, std::string path) {
  return {shard, fmt::format("{}", shard), std::move(path)};
}

JsonValue result(Merging& merge) {
  const std::string text = merge.text();
  Result<JsonValue> value = parse_json(text);
  EXPECT_TRUE(value) << text;
  return value.value_or(JsonValue());
}

std::string figure(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  return value && value->as<Decimal>() ? to_string(*value->as<Decimal>()) : "none";
}

TEST(CostRule, WritesEveryFigure) {
  Merging merge("cost");
  ASSERT_EQ(merge.add(at(3, "/tmp/test_\xff.json"), sample), "");
  EXPECT_EQ(merge.text(), R"({
  "schema": 1,
  "files": 1,
  "shards": 1,
  "sessions": 1,
  "total_api_calls": 2,
  "total_input_tokens": 1200,
  "total_output_tokens": 300,
  "total_cache_creation_tokens": 0,
  "total_cache_read_tokens": 0,
  "total_cost_usd": 0.0081,
  "total_duration_seconds": 2.5,
  "cached_calls": 1,
  "cache_hit_rate": 0.5,
  "per_shard": [
    {
      "shard": "3",
      "files": 1,
      "total_api_calls": 2,
      "total_input_tokens": 1200,
      "total_output_tokens": 300,
      "total_cache_creation_tokens": 0,
      "total_cache_read_tokens": 0,
      "total_cost_usd": 0.0081,
      "total_duration_seconds": 2.5,
      "cached_calls": 1,
      "cache_hit_rate": 0.5
    }
  ],
  "per_session": [
    {
      "session_id": "test_breakdown",
      "shard": "3",
      "file": "/tmp/test_\\xff.json",
      "total_api_calls": 2,
      "total_input_tokens": 1200,
      "total_output_tokens": 300,
      "total_cache_creation_tokens": 0,
      "total_cache_read_tokens": 0,
      "total_cost_usd": 0.0081,
      "total_duration_seconds": 2.5,
      "cached_calls": 1,
      "cache_hit_rate": 0.5
    }
  ]
}
)");
  EXPECT_THAT(merge.merged().summary,
              ElementsAre("cost $0.0081: 2 calls, 1 cached (hit rate 50 %)",
                          "tokens: 1200 in, 300 out, 0 written to the cache, 0 read from it",
                          "counted from files: 1, sessions: 1, shards: 1"));
  EXPECT_THAT(merge.merged().warnings, IsEmpty());
}

TEST(CostRule, SumsExactly) {
  Merging merge("cost");
  ASSERT_EQ(merge.add(in_shard(0), cost_file("a", "0.1")), "");
  ASSERT_EQ(merge.add(in_shard(1), cost_file("b", "0.2")), "");
  const JsonValue costs = result(merge);
  EXPECT_EQ(figure(costs, "total_cost_usd"), "0.3");
  EXPECT_EQ(figure(costs, "total_input_tokens"), "20");
  EXPECT_EQ(figure(costs, "total_duration_seconds"), "1");
}

TEST(CostRule, ThousandsOfSmallCostsAreExact) {
  Merging merge("cost");
  const std::string file = cost_file("a", "0.0001");
  for (std::size_t i = 0; i < 2'000; ++i) ASSERT_EQ(merge.add(in_shard(i % 7), file), "");
  EXPECT_EQ(figure(result(merge), "total_cost_usd"), "0.2");
}

TEST(CostRule, RecomputesTheHitRateOverAllCalls) {
  Merging merge("cost");
  ASSERT_EQ(merge.add(in_shard(0), cost_file("a", "1", {1, 1})), "");
  ASSERT_EQ(merge.add(in_shard(1), cost_file("b", "1", {2, 0})), "");
  ASSERT_EQ(merge.add(in_shard(2), cost_file("c", "1", {0, 0})), "");
  const JsonValue costs = result(merge);
  EXPECT_EQ(figure(costs, "cached_calls"), "1");
  EXPECT_EQ(figure(costs, "cache_hit_rate"), "0.333333");
  EXPECT_THAT(merge.merged().summary.front(), HasSubstr("hit rate 33.3 %"));
}

TEST(CostRule, CountsASessionInTwoShardsTwice) {
  Merging merge("cost");
  ASSERT_EQ(merge.add(in_shard(0), cost_file("same", "1")), "");
  ASSERT_EQ(merge.add(in_shard(1), cost_file("same", "2")), "");
  const JsonValue costs = result(merge);
  EXPECT_EQ(figure(costs, "total_cost_usd"), "3");
  EXPECT_EQ(figure(costs, "sessions"), "1");
  EXPECT_EQ(figure(costs, "files"), "2");
  const auto& rows = *costs.find("per_session")->as<JsonArray>();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(*rows[0].find("shard")->as<std::string>(), "0");
  EXPECT_EQ(*rows[1].find("shard")->as<std::string>(), "1");
  EXPECT_EQ(figure(rows[1], "total_cost_usd"), "2");
}

TEST(CostRule, SumsCountersItDoesNotKnow) {
  Merging merge("cost");
  ASSERT_EQ(merge.add(in_shard(0), cost_file("a", "1", {}, R"("total_retries": 2, )")), "");
  ASSERT_EQ(merge.add(in_shard(1), cost_file("b", "1", {}, R"("total_by_model": {"m": 1}, )")), "");
  ASSERT_EQ(merge.add(in_shard(2), cost_file("c", "1", {}, R"("total_retries": 1.5, )")), "");
  EXPECT_EQ(figure(result(merge), "total_retries"), "3.5");
}

std::string on_one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

TEST(CostRule, TakesADocumentALine) {
  Merging merge("cost");
  const std::string first = on_one_line(cost_file("a", "0.1", {1, 1}));
  const std::string second = on_one_line(cost_file("b", "0.2", {2, 0}));
  ASSERT_EQ(merge.add(in_shard(1), cost_file("c", "0.4")), "");
  ASSERT_EQ(merge.add(in_shard(0), first + "\n\n" + second + "\r\n"), "");
  const JsonValue costs = result(merge);
  EXPECT_EQ(figure(costs, "total_cost_usd"), "0.7");
  EXPECT_EQ(figure(costs, "total_api_calls"), "3");
  EXPECT_EQ(figure(costs, "files"), "2");
  EXPECT_EQ(figure(costs, "sessions"), "3");
  const auto& rows = *costs.find("per_session")->as<JsonArray>();
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(*rows[1].find("session_id")->as<std::string>(), "b");
  EXPECT_EQ(*rows[1].find("file")->as<std::string>(), "/tmp/f0");
  EXPECT_EQ(figure(rows[1], "total_cost_usd"), "0.2");
  EXPECT_EQ(figure(costs.find("per_shard")->as<JsonArray>()->front(), "files"), "1");
}

TEST(CostRule, NamesTheLineThatIsWrong) {
  const std::string line = on_one_line(cost_file("a", "1")) + '\n';
  EXPECT_EQ(Merging("cost").add(in_shard(0), line + "{}\n"), "line 2: it has no \"session_id\"");
  EXPECT_THAT(Merging("cost").add(in_shard(0), line + line.substr(0, line.size() - 3)),
              HasSubstr("line 2, byte"));
}

TEST(CostRule, WarnsOfCallsThatAreNotListed) {
  Merging merge("cost");
  ASSERT_EQ(merge.add(in_shard(0), cost_file("a", "1", {4, 1, 2})), "");
  EXPECT_EQ(figure(result(merge), "cache_hit_rate"), "0.25");
  EXPECT_THAT(merge.merged().warnings, ElementsAre(HasSubstr("fewer calls than they count: 1")));
}

constexpr std::string_view cost_alone = R"({"session_id": "c", "total_cost_usd": 0.25})";
constexpr std::string_view calls_alone =
    R"({"session_id": "d", "api_calls": [{"cached": true}, {"cached": false}]})";

TEST(CostRule, SumsWhatFilesHave) {
  Merging merge("cost");
  ASSERT_EQ(merge.add(in_shard(0), sample), "");
  ASSERT_EQ(merge.add(in_shard(1), cost_alone), "");
  ASSERT_EQ(merge.add(in_shard(2), calls_alone), "");
  const JsonValue costs = result(merge);
  EXPECT_EQ(figure(costs, "total_cost_usd"), "0.2581");
  EXPECT_EQ(figure(costs, "total_input_tokens"), "1200");
  EXPECT_EQ(figure(costs, "cached_calls"), "2");
  EXPECT_EQ(figure(costs, "cache_hit_rate"), "0.5") << "of the calls that are counted and listed";
  const auto& rows = *costs.find("per_session")->as<JsonArray>();
  EXPECT_EQ(figure(rows[1], "total_api_calls"), "none");
  EXPECT_EQ(figure(rows[1], "cached_calls"), "none");
  EXPECT_EQ(figure(rows[1], "cache_hit_rate"), "none");
  EXPECT_THAT(
      merge.merged().warnings,
      ElementsAre("some cost files lack total_api_calls (2 of 3), total_input_tokens (2 of "
                  "3), total_output_tokens (2 of 3), total_cache_creation_tokens (2 of 3), "
                  "total_cache_read_tokens (2 of 3), total_cost_usd (1 of 3), "
                  "total_duration_seconds (2 of 3), api_calls (1 of 3); the sums are of the "
                  "others"));
  EXPECT_THAT(merge.merged().summary,
              ElementsAre("cost $0.2581: 2 calls, 2 cached (hit rate 50 %)",
                          "tokens: 1200 in, 300 out, 0 written to the cache, 0 read from it",
                          "counted from files: 3, sessions: 3, shards: 3"));
}

TEST(CostRule, WhatNoFileHasIsNotInTheResult) {
  Merging merge("cost");
  ASSERT_EQ(merge.add(in_shard(0), cost_alone), "");
  EXPECT_EQ(figure(result(merge), "total_api_calls"), "none");
  EXPECT_THAT(merge.merged().warnings, IsEmpty());
  EXPECT_THAT(merge.merged().summary,
              ElementsAre("cost $0.25", "counted from files: 1, sessions: 1, shards: 1"));
}

TEST(CostRule, IsStrictWhereItIsAskedToBe) {
  Merging merge("cost", Merging::Manner{.is_strict = true});
  ASSERT_EQ(merge.add(in_shard(0), cost_alone), "");
  EXPECT_EQ(merge.merge(), "");
  Merging differing("cost", Merging::Manner{.is_strict = true});
  ASSERT_EQ(differing.add(in_shard(0), cost_alone), "");
  ASSERT_EQ(differing.add(in_shard(1), R"({"session_id": "c", "total_api_calls": 1})"), "");
  EXPECT_EQ(differing.merge(),
            "some cost files lack total_api_calls (1 of 2), total_cost_usd (1 of 2)");
}

TEST(CostRule, RefusesAWrongFileAndSaysWhy) {
  std::string text_flag(sample);
  text_flag.replace(text_flag.rfind("true"), 4, "\"yes\"");
  const std::pair<std::string, std::string_view> cases[] = {
      {"", "empty"},
      {"[]", "not an object"},
      {"{}", "\"session_id\""},
      {R"({"session_id": "a", "totel_cost_usd": 1})", "it has no \"total_api_calls\" and no other"},
      {R"({"session_id": "a", "total_cost_usd": [1]})", "\"total_cost_usd\" is not a number"},
      {R"({"session_id": "a", "api_calls": 1})", "\"api_calls\" is not a list"},
      {R"({"session_id": "a", "total_api_calls": 1.5})", "is not a whole number"},
      {text_flag, "\"api_calls\"[1]: \"cached\" is not true or false"},
      {cost_file("a", "\"1\""), "\"total_cost_usd\" is not a number"},
      {cost_file("a", "null"), "\"total_cost_usd\" is not a number"},
      {cost_file("a", "-1"), "\"total_cost_usd\" is negative"},
      {cost_file("a", "1e1000000"), "line"},
      {cost_file("a", "1", {}, R"("total_more": "1", )"), "\"total_more\" is not a number"},
      {cost_file("a", "1", {1, 0, 2}), "lists 2 calls, but \"total_api_calls\" is 1"},
      {cost_file("a", "1", {}, R"("total_cost_usd": 5, )"), "duplicate key"},
      {std::string(sample) + "x", "must not be followed"},
  };
  for (const auto& [content, why] : cases) {
    EXPECT_THAT(Merging("cost").add(in_shard(0), content), HasSubstr(why));
  }
}

TEST(CostRule, RefusesAFileCutOffAtAnyByte) {
  for (std::size_t size = 0; size < sample.size(); ++size) {
    EXPECT_NE(Merging("cost").add(in_shard(0), sample.substr(0, size)), "") << size;
  }
  EXPECT_EQ(Merging("cost").add(in_shard(0), sample), "");
}

}  // namespace
}  // namespace isorun
