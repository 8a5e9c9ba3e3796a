#include "why/setting.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedule/filter.hpp"

namespace isorun {
namespace {

TEST(Filters, MatchEachUnitAndNoOther) {
  const std::vector<std::string> names = {
      "plain",  "Suite.Test/0", "two words", "not",          "a and b", "t[x-1]",  "it's",
      "back\\", "a|b",          "(a)",       "pytest.py::f", "glob*",   "\"q\"",   "",
      "~tilde", "/slash/",      "=equal",    "ünicode",      "!bang",   "tab\tat", "a,b"};
  for (const std::string& name : names) {
    for (const std::string& other : names) {
      const Result<Filter> filter = Filter::parse(filter_of({name, "another"}), "filter");
      ASSERT_TRUE(filter) << filter_of({name});
      EXPECT_EQ(filter->selects({.name = other}), name == other) << filter_of({name});
    }
  }
}

TEST(Lines, AreThoseOfIsorunToml) {
  EXPECT_EQ(lines_of(std::vector<Setting>{
                {.key = "net", .value = "host"},
                {.key = "overlay", .value = "/tmp", .is_list = true},
                {.key = "no-userns", .value = "true", .is_word = true},
                {.key = "overlay", .value = "say \"hi\"\n", .is_list = true},
            }),
            "net = \"host\"\n"
            "overlay = [\"/tmp\", \"say \\\"hi\\\"\\u000a\"]\n"
            "no-userns = true\n");
  EXPECT_EQ(
      lines_of(std::vector<Override>{{{"a", "b"}, {.key = "lock", .value = "b"}},
                                     {{"c d"}, {.key = "retries", .value = "2", .is_word = true}}}),
      "[[overrides]]\nfilter = \"=a or =b\"\nlock = \"b\"\n\n"
      "[[overrides]]\nfilter = \"='c d'\"\nretries = 2\n");
}

TEST(Lines, AreJoined) {
  const Setting net{.key = "net", .value = "host"};
  const Setting serial{.key = "serial", .value = "true", .is_word = true};
  TomlLines lines{{net}, {{{"a"}, serial}}};
  lines.add({{net}, {{{"b"}, serial}, {{"c"}, {.key = "retries", .value = "2", .is_word = true}}}});
  lines.add({{}, {{{"b"}, serial}}});
  EXPECT_THAT(lines.settings, testing::ElementsAre(net));
  ASSERT_THAT(lines.overrides, testing::SizeIs(2));
  EXPECT_THAT(lines.overrides[0].units, testing::ElementsAre("a", "b"));
}

}  // namespace
}  // namespace isorun
