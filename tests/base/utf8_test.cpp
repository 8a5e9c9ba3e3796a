#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace isorun {
namespace {

TEST(Utf8, LengthFollowsTheStandard) {
  EXPECT_EQ(utf8_length("a"), 1U);
  EXPECT_EQ(utf8_length("\xc3\xa9"), 2U);
  EXPECT_EQ(utf8_length("\xe2\x82\xac"), 3U);
  EXPECT_EQ(utf8_length("\xf0\x9f\x98\x80"), 4U);
  EXPECT_EQ(utf8_length(""), 0U);
  EXPECT_EQ(utf8_length("\x80"), 0U);
  EXPECT_EQ(utf8_length("\xc0\xaf"), 0U) << "overlong";
  EXPECT_EQ(utf8_length("\xed\xa0\x80"), 0U) << "a surrogate";
  EXPECT_EQ(utf8_length("\xf4\x90\x80\x80"), 0U) << "above U+10FFFF";
  EXPECT_EQ(utf8_length("\xe2\x82"), 0U) << "cut off";
  EXPECT_EQ(utf8_length("\xe2\x82x"), 0U);
}

TEST(Utf8, BrokenBytesAreReplaced) {
  EXPECT_EQ(to_utf8("a\xff\xe2\x82z\xc3\xa9"), "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz\xc3\xa9");
}

TEST(Utf8, PrintableStaysOnOneLineAndDrivesNoTerminal) {
  EXPECT_EQ(printable("a\nb\tc\r\033[2J\x01\x7f"), "a\\nb\\tc\\r\\e[2J\\x01\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"
                      "2J"),
            "\\xc2\\x9b2J")
      << "a C1 control";
  EXPECT_EQ(printable("\xff"), "\\xff");
  EXPECT_EQ(printable("caf\xc3\xa9 \\ \xe2\x82\xac"), "caf\xc3\xa9 \\ \xe2\x82\xac");
}

TEST(Utf8, IsWhole) {
  EXPECT_TRUE(is_utf8("a\xc3\xa4"));
  EXPECT_FALSE(is_utf8("a\xc3"));
  EXPECT_FALSE(is_utf8("\xed\xb0\x80"));
}

}  // namespace
}  // namespace isorun
