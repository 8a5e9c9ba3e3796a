#include "values/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using testing::HasSubstr;
using namespace std::string_view_literals;

std::string why_not(std::string_view text) {
  const Result<JsonValue> value = parse_json(text);
  if (value) return "it was taken";
  EXPECT_EQ(value.error().phase, Phase::collect);
  return value.error().what;
}

std::string written(const JsonValue& value) {
  json::Text text;
  text.out.SetIndent(' ', 2);
  write_value(text.out, value);
  return text.take();
}

TEST(Json, KeepsEveryDigitAndTheOrder) {
  const Result<JsonValue> value = parse_json(
      R"({"z": 0.1000000000000000055511151231257827, "a": [1e2, -0, "\u00e4\ud83d\ude00"],
                     "e": {}, "f": [], "n": null, "t": true})");
  ASSERT_TRUE(value) << value.error().what;
  EXPECT_EQ(written(*value), R"({
  "z": 0.1000000000000000055511151231257827,
  "a": [
    100,
    0,
    "ä😀"
  ],
  "e": {},
  "f": [],
  "n": null,
  "t": true
})");
}

TEST(Json, EscapesOnlyWhatItMust) {
  EXPECT_EQ(written({"a\"\\\n\x01/ä"}), "\"a\\\"\\\\\\n\\u0001/ä\"");
}

TEST(Json, FindsMembers) {
  const Result<JsonValue> value = parse_json(R"({"a": 1, "b": "x"})");
  ASSERT_TRUE(value);
  ASSERT_NE(value->find("b"), nullptr);
  EXPECT_EQ(*value->find("b")->as<std::string>(), "x");
  EXPECT_EQ(value->find("c"), nullptr);
  EXPECT_EQ(value->find("b")->find("c"), nullptr);
}

TEST(Json, TakesScalarsAndBlanksAround) {
  for (const std::string_view text : {"1", "\"\"", "null", " [\n]\t\r\n", "false"}) {
    EXPECT_TRUE(parse_json(text)) << text;
  }
}

TEST(Json, RefusesWhatIsNotOneJsonText) {
  for (const std::string_view text : {""sv,           " \n"sv,         "{"sv,
                                      "[1,]"sv,       "[1 2]"sv,       "{\"a\":1,}"sv,
                                      "{a:1}"sv,      "'a'"sv,         "1 2"sv,
                                      "{}x"sv,        "[] []"sv,       "01"sv,
                                      "1."sv,         "+1"sv,          "NaN"sv,
                                      "[Infinity]"sv, "// c\n1"sv,     "tru"sv,
                                      "\"a\nb\""sv,   "\"\\x\""sv,     "\xef\xbb\xbf{}"sv,
                                      "{}\0"sv,       "{}\0garbage"sv, "\0"sv,
                                      "[1\0]"sv}) {
    EXPECT_FALSE(parse_json(text)) << text;
  }
}

TEST(Json, RefusesStringsThatAreNotUtf8) {
  EXPECT_THAT(why_not("[\"\xff\"]"), HasSubstr("encoding"));
  EXPECT_THAT(why_not("[\"\xed\xa0\x80\"]"), HasSubstr("encoding"));
  EXPECT_THAT(why_not(R"(["\ud800"])"), HasSubstr("surrogate"));
  EXPECT_THAT(why_not(R"(["\udc00"])"), HasSubstr("not UTF-8"));
  EXPECT_THAT(why_not(R"({"\udc00": 1})"), HasSubstr("not UTF-8"));
}

TEST(Json, RefusesAKeyTwiceInOneObject) {
  EXPECT_THAT(why_not(R"({"a": 1, "b": {"a": 2}, "\u0061": 3})"), HasSubstr("duplicate key \"a\""));
  EXPECT_TRUE(parse_json(R"([{"a": 1}, {"a": 1}])"));
}

TEST(Json, SaysWhere) {
  EXPECT_THAT(why_not("{\"a\": 1,\n \"b\": x}"), HasSubstr("line 2, byte 15"));
  EXPECT_THAT(why_not("{\"a\": [1, 2"), HasSubstr("truncated"));
  EXPECT_THAT(why_not("{\"a\": x"), testing::Not(HasSubstr("truncated")));
  EXPECT_EQ(why_not(""), "it is empty");
  EXPECT_THAT(why_not("[1e1000000]"), HasSubstr("line 1"));
}

TEST(Json, HostileNestingIsAnErrorAndNoCrash) {
  EXPECT_THAT(why_not(std::string(100'000, '[')), HasSubstr("nests deeper"));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_THAT(why_not(objects), HasSubstr("nests deeper"));
  EXPECT_TRUE(parse_json(std::string(deepest_json, '[') + std::string(deepest_json, ']')));
}

}  // namespace
}  // namespace isorun
