#include "values/decimal.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using testing::HasSubstr;

Decimal decimal(std::string_view text) {
  const Result<Decimal> number = Decimal::parse(text);
  EXPECT_TRUE(number) << text;
  return number.value_or(Decimal());
}

std::string canonical(std::string_view text) {
  return to_string(decimal(text));
}

TEST(Decimal, IsWrittenInItsShortestForm) {
  EXPECT_EQ(canonical("0"), "0");
  EXPECT_EQ(canonical("-0"), "0");
  EXPECT_EQ(canonical("-0.00e5"), "0");
  EXPECT_EQ(canonical("100"), "100");
  EXPECT_EQ(canonical("100.0000"), "100");
  EXPECT_EQ(canonical("-12.50e-3"), "-0.0125");
  EXPECT_EQ(canonical("1.5E+2"), "150");
  EXPECT_EQ(canonical("12.34"), "12.34");
  EXPECT_EQ(canonical("0.0081"), "0.0081");
  EXPECT_EQ(canonical("9007199254740993"), "9007199254740993");
}

TEST(Decimal, HasAnExponentOnlyWhereZerosWouldFillTheLine) {
  EXPECT_EQ(canonical("1e20"), "100000000000000000000");
  EXPECT_EQ(canonical("1e21"), "1e21");
  EXPECT_EQ(canonical("125e300"), "1.25e302");
  EXPECT_EQ(canonical("1e-21"), "0.000000000000000000001");
  EXPECT_EQ(canonical("-12e-300"), "-1.2e-299");
}

TEST(Decimal, AddsExactly) {
  EXPECT_EQ(to_string(decimal("0.1") + decimal("0.2")), "0.3");
  EXPECT_EQ(to_string(decimal("99.9999") + decimal("0.0001")), "100");
  EXPECT_EQ(to_string(decimal("1e15") + decimal("1e-15")), "1000000000000000.000000000000001");
  EXPECT_EQ(to_string(decimal("1e-15") + decimal("1e15")), "1000000000000000.000000000000001");
  EXPECT_EQ(to_string(decimal("-0.3") + decimal("0.3")), "0");
  EXPECT_EQ(to_string(Decimal(18446744073709551615U) + decimal("1")), "18446744073709551616");
}

TEST(Decimal, AMillionSmallOnesAreAHundred) {
  const Decimal small = decimal("0.0001");
  Decimal sum;
  for (int i = 0; i < 1'000'000; ++i) sum += small;
  EXPECT_EQ(to_string(sum), "100");
}

TEST(Decimal, ComparesByValue) {
  EXPECT_EQ(decimal("1.50"), decimal("15e-1"));
  EXPECT_EQ(decimal("-0"), decimal("0"));
  EXPECT_LT(decimal("-2"), decimal("1e-3"));
  EXPECT_GT(decimal("1e3"), decimal("999.999"));
  EXPECT_NE(decimal("0.1"), decimal("0.10000000000000000001"));
}

TEST(Decimal, KnowsIntegers) {
  EXPECT_TRUE(decimal("2.0").is_integer());
  EXPECT_TRUE((decimal("1.5") + decimal("0.5")).is_integer());
  EXPECT_TRUE(decimal("3e4").is_integer());
  EXPECT_FALSE(decimal("2.5").is_integer());
}

TEST(Decimal, QuotientIsRoundedInItsLastPlace) {
  const auto quotient = [](std::string_view above, std::string_view below) {
    return to_string(Decimal::quotient(decimal(above), decimal(below), 6));
  };
  EXPECT_EQ(quotient("1", "3"), "0.333333");
  EXPECT_EQ(quotient("2", "3"), "0.666667");
  EXPECT_EQ(quotient("1", "2000000"), "0.000001");
  EXPECT_EQ(quotient("1", "2000001"), "0");
  EXPECT_EQ(quotient("0.5", "2e0"), "0.25");
  EXPECT_EQ(quotient("7", "7"), "1");
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const std::string_view text :
       {"", "-", "+1", "01", ".5", "1.", "1e", "1e+", "1e+-1", "1e-+1", "0x1", "1 ", " 1", "NaN",
        "Infinity", "1,5", "1.2.3", "--1"}) {
    EXPECT_FALSE(Decimal::parse(text)) << text;
  }
}

TEST(Decimal, RefusesExponentsBeyondReason) {
  for (const std::string_view text :
       {"1e1000000", "1e-1000000", "-1e1000", "12e999", "1e-1001", "1e99999999999999999999999",
        "1e-9223372036854775808", "1e9223372036854775807"}) {
    const Result<Decimal> number = Decimal::parse(text);
    ASSERT_FALSE(number) << text;
    EXPECT_EQ(number.error().phase, Phase::collect);
    EXPECT_THAT(number.error().what, HasSubstr(text));
  }
  EXPECT_EQ(canonical("1e999"), "1e999");
  EXPECT_EQ(canonical("0e1000000"), "0");
}

TEST(Decimal, RefusesMoreDigitsThanItReaches) {
  const std::string many(Decimal::reach + 1, '7');
  EXPECT_FALSE(Decimal::parse(many));
  EXPECT_FALSE(Decimal::parse("0." + many));
  EXPECT_TRUE(Decimal::parse(many.substr(1)));
  EXPECT_EQ(canonical("1." + std::string(5000, '0')), "1");
}

}  // namespace
}  // namespace isorun
