#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "merging.hpp"

namespace isorun {
namespace {

using testing::HasSubstr;

std::string on_one_line(std::string text) {
  std::erase_if(text, [](char c) { return c == '\n' || c == ' '; });
  return text;
}

// The sum of one file a shard, as JSON on one line.
std::string sum(const std::vector<std::string>& files) {
  const std::string text = merge("json-sum", files);
  return text.starts_with('/') ? text : on_one_line(text);
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
            "/tmp/f1 of shard 1: $.a.b is an array, but a number in /tmp/f0 of shard 0");
  EXPECT_THAT(sum({"[1]", "{}"}), HasSubstr("$ is an object, but an array"));
  EXPECT_THAT(sum({"1", R"("1")"}), HasSubstr("a string, true, false or null, but a number"));
}

TEST(JsonSumRule, RefusesDifferentKindsWithinAShard) {
  Merging merging("json-sum");
  ASSERT_EQ(merging.add({0, "0", "/a"}, R"({"k":1})"), "");
  EXPECT_THAT(merging.add({0, "0", "/b"}, R"({"k":"1"})"), HasSubstr("/a of shard 0"));
}

TEST(JsonSumRule, MergesInShardOrderWhateverCameFirst) {
  Merging merging("json-sum");
  for (const std::size_t shard : {2U, 0U, 1U}) {
    ASSERT_EQ(merging.add(in_shard(shard),
                          fmt::format(R"({{"k{}": ["{}"], "s": ["{}"]}})", shard, shard, shard)),
              "");
  }
  EXPECT_EQ(on_one_line(merging.text()), R"({"k0":["0"],"s":["0","1","2"],"k1":["1"],"k2":["2"]})");
}

TEST(JsonSumRule, SumsTheLinesOfJsonLines) {
  EXPECT_EQ(sum({"{\"a\":1}\n\n{\"a\":2}\r\n", "{\n\"a\":\n4}"}), R"({"a":7})");
  EXPECT_THAT(Merging("json-sum").add(in_shard(0), "{\"a\":1}\n{\"a\":"),
              HasSubstr("line 2, byte"));
}

TEST(JsonSumRule, RefusesWhatIsNoJson) {
  for (const std::string_view content : {"", "{", "{\"a\":1"}) {
    EXPECT_NE(Merging("json-sum").add(in_shard(0), content), "") << content;
  }
}

}  // namespace
}  // namespace isorun
