#include "report/display_width.hpp"

#include <gtest/gtest.h>

namespace isorun {
namespace {

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("plain"), 5U);
  EXPECT_EQ(display_width("caf\u00e9"), 4U);
  EXPECT_EQ(display_width("cafe\u0301"), 4U) << "an accent of its own";
  EXPECT_EQ(display_width("\u6f22\u5b57"), 4U) << "wide";
  EXPECT_EQ(display_width("\U0001f600"), 2U);
  EXPECT_EQ(display_width("\xff"), 1U);
}

TEST(DisplayWidth, EndsFit) {
  EXPECT_EQ(fit_end("short", 5), "short");
  EXPECT_EQ(fit_end("tests/deep/test_foo.py", 14), "...test_foo.py");
  EXPECT_EQ(fit_end("abcdef", 2), "..");
  EXPECT_EQ(fit_end("abcdef", 0), "");
  EXPECT_EQ(fit_end("\u6f22\u5b57\u6f22\u5b57", 6), "...\u5b57") << "half a character does not fit";
  EXPECT_EQ(fit_end("abcde\u0301f", 4), "...f") << "an accent does not stay without its letter";
}

TEST(DisplayWidth, BeginningsFit) {
  EXPECT_EQ(fit_beginning("short", 5), "short");
  EXPECT_EQ(fit_beginning("12/223: 3 running", 10), "12/223:...");
  EXPECT_EQ(fit_beginning("\u6f22\u5b57\u6f22\u5b57", 6), "\u6f22...");
  EXPECT_EQ(fit_beginning("cafe\u0301 and more", 7), "cafe\u0301...");
}

}  // namespace
}  // namespace isorun
