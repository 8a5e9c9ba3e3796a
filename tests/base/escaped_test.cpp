#include "base/escaped.hpp"

#include <gtest/gtest.h>

namespace isorun {
namespace {

TEST(Readable, KeepsWhatPeopleCanRead) {
  EXPECT_EQ(escaped("/tmp/test a.json"), "/tmp/test a.json");
  EXPECT_EQ(escaped("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"),
            "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80");
  EXPECT_EQ(escaped(""), "");
}

TEST(Readable, SpellsOutTheRest) {
  EXPECT_EQ(escaped("a\nb"), "a\\x0ab");
  EXPECT_EQ(escaped("a\xff.json"), "a\\xff.json");
  EXPECT_EQ(escaped("\xc3"), "\\xc3");
  EXPECT_EQ(escaped("\xe2\x82z"), "\\xe2\\x82z");
  EXPECT_EQ(escaped("\xed\xb0\x80"), "\\xed\\xb0\\x80");
  EXPECT_EQ(escaped("\xc0\xaf"), "\\xc0\\xaf");
}

TEST(Readable, TellsABackslashFromItsOwn) {
  EXPECT_NE(escaped("\\xff"), escaped("\xff"));
  EXPECT_EQ(escaped("a\\b"), "a\\\\b");
}

}  // namespace
}  // namespace isorun
