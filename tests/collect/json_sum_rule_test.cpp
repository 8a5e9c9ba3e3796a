#include "collect/json_sum_rule.hpp"

#include <initializer_list>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collect/json.hpp"
#include "collect/rules.hpp"

namespace isorun {
namespace {

using testing::HasSubstr;

SourceFile in_shard(std::size_t shard) {
  return {shard, fmt::format("{}", shard), fmt::format("/tmp/f{}.json", shard)};
}

// The sum of one file a shard, as JSON on one line.
std::string sum(std::initializer_list<std::string_view> files) {
  const auto merge = start_json_sum();
  std::size_t shard = 0;
  for (const std::string_view file : files) EXPECT_TRUE(merge->add(in_shard(shard++), file));
  const auto merged = merge->merged();
  if (!merged) return to_string(merged.error());
  std::string line = merged->content;
  std::erase_if(line, [](char c) { return c == '\n' || c == ' '; });
  return line;
}

TEST(JsonSumRule, AddsNumbersExactly) {
  EXPECT_EQ(sum({"0.1", "0.2"}), "0.3");
  EXPECT_EQ(sum({"1e2", "-100.0"}), "0");
  EXPECT_EQ(sum({"7"}), "7");
}

TEST(JsonSumRule, JoinsArraysInShardOrder) {
  EXPECT_EQ(sum({R"([1,"a"])", "[]", R"([[2],1])"}), R"([1,"a",[2],1])");
}

TEST(JsonSumRule, MergesObjectsAndKeepsTheOrderOfKeys) {
  EXPECT_EQ(sum({R"({"z":1,"a":{"x":1}})", R"({"b":[1],"a":{"y":2,"x":3},"z":1})"}),
            R"({"z":2,"a":{"x":4,"y":2},"b":[1]})");
}

TEST(JsonSumRule, KeepsEqualScalarsAndListsDifferentOnes) {
  EXPECT_EQ(sum({R"("a")", R"("a")"}), R"("a")");
  EXPECT_EQ(sum({R"({"v":"b"})", R"({"v":"a"})", R"({"v":"b"})"}), R"({"v":["b","a"]})");
  EXPECT_EQ(sum({"null", R"("null")", "true", "false", "true"}), R"([null,"null",true,false])");
  EXPECT_EQ(sum({"null", "null"}), "null");
}

TEST(JsonSumRule, RefusesDifferentKindsAndNamesBothFiles) {
  EXPECT_EQ(sum({R"({"a":{"b":1}})", R"({"a":{"b":[1]}})"}),
            "/tmp/f1.json of shard 1: $.a.b is an array, but a number in /tmp/f0.json of shard 0");
  EXPECT_THAT(sum({"[1]", "{}"}), HasSubstr("$ is an object, but an array"));
  EXPECT_THAT(sum({"1", R"("1")"}), HasSubstr("a string, true, false or null, but a number"));
}

TEST(JsonSumRule, RefusesDifferentKindsWithinAShard) {
  const auto merge = start_json_sum();
  ASSERT_TRUE(merge->add({0, "0", "/a"}, R"({"k":1})"));
  const auto added = merge->add({0, "0", "/b"}, R"({"k":"1"})");
  ASSERT_FALSE(added);
  EXPECT_THAT(added.error().what, HasSubstr("/a of shard 0"));
}

TEST(JsonSumRule, MergesInShardOrderWhateverCameFirst) {
  const auto merge = start_json_sum();
  for (const std::size_t shard : {2, 0, 1}) {
    ASSERT_TRUE(merge->add(in_shard(shard),
                           fmt::format(R"({{"k{}": ["{}"], "s": ["{}"]}})", shard, shard, shard)));
  }
  std::string line = merge->merged()->content;
  std::erase_if(line, [](char c) { return c == '\n' || c == ' '; });
  EXPECT_EQ(line, R"({"k0":["0"],"s":["0","1","2"],"k1":["1"],"k2":["2"]})");
}

TEST(JsonSumRule, RefusesWhatIsNoJson) {
  for (const std::string_view content : {"", "{", "{\"a\":1"}) {
    EXPECT_FALSE(start_json_sum()->add(in_shard(0), content)) << content;
  }
}

}  // namespace
}  // namespace isorun
