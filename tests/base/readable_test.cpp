#include "base/readable.hpp"

#include <gtest/gtest.h>

namespace isorun {
namespace {

TEST(Readable, KeepsWhatPeopleCanRead) {
  EXPECT_EQ(readable("/tmp/test a.json"), "/tmp/test a.json");
  EXPECT_EQ(readable("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"),
            "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80");
  EXPECT_EQ(readable(""), "");
}

TEST(Readable, SpellsOutTheRest) {
  EXPECT_EQ(readable("a\nb"), "a\\x0ab");
  EXPECT_EQ(readable("a\xff.json"), "a\\xff.json");
  EXPECT_EQ(readable("\xc3"), "\\xc3");
  EXPECT_EQ(readable("\xe2\x82z"), "\\xe2\\x82z");
  EXPECT_EQ(readable("\xed\xb0\x80"), "\\xed\\xb0\\x80");
  EXPECT_EQ(readable("\xc0\xaf"), "\\xc0\\xaf");
}

TEST(Readable, TellsABackslashFromItsOwn) {
  EXPECT_NE(readable("\\xff"), readable("\xff"));
  EXPECT_EQ(readable("a\\b"), "a\\\\b");
}

}  // namespace
}  // namespace isorun
