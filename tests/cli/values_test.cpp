#include "cli/values.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using std::chrono::nanoseconds;
using testing::Optional;

TEST(Values, CountsAreWholeAndWithinTheirLimits) {
  EXPECT_THAT(parse_count("1", 1, 4), Optional(1U));
  EXPECT_THAT(parse_count("4", 1, 4), Optional(4U));
  for (const char* text : {"", "0", "5", "-1", "+1", " 1", "1 ", "1x", "0x1", "4294967297"})
    EXPECT_EQ(parse_count(text, 1, 4), std::nullopt) << text;
}

TEST(Values, DurationsHaveUnitsOrAreSeconds) {
  EXPECT_THAT(parse_duration("90"), Optional(nanoseconds(90'000'000'000)));
  EXPECT_THAT(parse_duration("1.5"), Optional(nanoseconds(1'500'000'000)));
  EXPECT_THAT(parse_duration("500ms"), Optional(nanoseconds(500'000'000)));
  EXPECT_THAT(parse_duration("30s"), Optional(nanoseconds(30'000'000'000)));
  EXPECT_THAT(parse_duration("5m"), Optional(nanoseconds(300'000'000'000)));
  EXPECT_THAT(parse_duration("1h"), Optional(nanoseconds(3'600'000'000'000)));
  EXPECT_THAT(parse_duration("365000m"), Optional(nanoseconds(21'900'000'000'000'000)));
}

TEST(Values, WhatIsNoDurationIsRefused) {
  for (const char* text : {"", "0", "0s", "-1", "1d", "1 s", "s", "1.5.2", "nan", "inf", "1e30"})
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

TEST(Values, SizesAreInPowersOf1024) {
  EXPECT_THAT(parse_size("65536"), Optional(65536U));
  EXPECT_THAT(parse_size("64K"), Optional(65536U));
  EXPECT_THAT(parse_size("512M"), Optional(512U << 20));
  EXPECT_THAT(parse_size("2G"), Optional(std::uint64_t{2} << 30));
  EXPECT_THAT(parse_size("16777215T"), Optional(std::uint64_t{16777215} << 40));
}

TEST(Values, WhatIsNoSizeIsRefused) {
  for (const char* text :
       {"", "0", "0K", "-1", "1.5G", "K", "1k", "1KB", "1 G", "16777216T", "18446744073709551616"})
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
}

}  // namespace
}  // namespace isorun
