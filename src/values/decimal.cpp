#include "values/decimal.hpp"

#include <algorithm>
#include <charconv>
#include <expected>
#include <utility>

#include <fmt/format.h>

namespace isorun {

namespace {

constexpr std::string_view decimal_digits = "0123456789";
constexpr long longest_padding = 20;  // zeros, before exponent notation is used

mpz_class power_of_ten(long exponent) {
  mpz_class power;
  mpz_ui_pow_ui(power.get_mpz_t(), 10, static_cast<unsigned long>(exponent));
  return power;
}

std::string_view take_digits(std::string_view& text) {
  const std::string_view digits =
      text.substr(0, std::min(text.find_first_not_of(decimal_digits), text.size()));
  text.remove_prefix(digits.size());
  return digits;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// Splits a number's text; false if it is not a JSON number.
struct Pieces {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::string_view exponent;  // without a plus sign

  bool read(std::string_view text) {
    negative = take(text, "-");
    whole = take_digits(text);
    if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return false;
    if (take(text, ".")) {
      fraction = take_digits(text);
      if (fraction.empty()) return false;
    }
    if (take(text, "eE")) {
      const bool plus = take(text, "+");
      exponent = text;
      if (!plus) take(text, "-");
      if (take_digits(text).empty()) return false;
    }
    return text.empty();
  }
};

std::unexpected<Error> refuse(std::string_view text, std::string_view why) {
  constexpr std::size_t shown = 40;
  return std::unexpected(
      Error{Phase::collect, 0,
            fmt::format("{}{} {}", text.substr(0, shown), text.size() > shown ? "..." : "", why)});
}

}  // namespace

Result<Decimal> Decimal::parse(std::string_view text) {
  Pieces pieces;
  if (!pieces.read(text)) return refuse(text, "is not a number");

  std::string digits = fmt::format("{}{}", pieces.whole, pieces.fraction);
  const std::size_t last = digits.find_last_not_of('0');
  if (last == std::string::npos) return Decimal();
  const auto trailing_zeros = static_cast<long>(digits.size() - last - 1);
  digits.erase(last + 1);
  digits.erase(0, digits.find_first_not_of('0'));

  long exponent = 0;
  const std::string_view power = pieces.exponent;
  if (!power.empty() &&
      std::from_chars(power.data(), power.data() + power.size(), exponent).ec != std::errc()) {
    return refuse(text, "has an exponent that is out of range");
  }
  // Check first: the sum below could overflow.
  const long furthest = reach + static_cast<long>(text.size());
  if (exponent < -furthest || exponent > furthest) {
    return refuse(text, "has an exponent that is out of range");
  }
  exponent += trailing_zeros - static_cast<long>(pieces.fraction.size());
  if (exponent < -reach || exponent + static_cast<long>(digits.size()) > reach) {
    return refuse(text,
                  fmt::format("has digits more than {} places from the decimal point", reach));
  }
  const mpz_class number(digits, 10);
  return Decimal(pieces.negative ? mpz_class(-number) : number, exponent);
}

mpz_class Decimal::digits_at(long exponent) const {
  if (exponent == exponent_) return digits_;
  return digits_ * power_of_ten(exponent_ - exponent);
}

Decimal& Decimal::operator+=(const Decimal& other) {
  if (exponent_ > other.exponent_) {
    digits_ *= power_of_ten(exponent_ - other.exponent_);
    exponent_ = other.exponent_;
  }
  if (exponent_ == other.exponent_) {
    digits_ += other.digits_;
  } else {
    digits_ += other.digits_at(exponent_);
  }
  return *this;
}

bool operator==(const Decimal& left, const Decimal& right) {
  return std::is_eq(left <=> right);
}

std::strong_ordering operator<=>(const Decimal& left, const Decimal& right) {
  const long exponent = std::min(left.exponent_, right.exponent_);
  return cmp(left.digits_at(exponent), right.digits_at(exponent)) <=> 0;
}

bool Decimal::is_integer() const {
  return exponent_ >= 0 || digits_ % power_of_ten(-exponent_) == 0;
}

std::string to_string(const Decimal& number) {
  if (number.digits_ == 0) return "0";
  std::string digits = mpz_class(abs(number.digits_)).get_str();
  const auto size_before = static_cast<long>(digits.size());
  digits.erase(digits.find_last_not_of('0') + 1);
  const auto size = static_cast<long>(digits.size());
  // index of the decimal point from the first digit
  const long point = size_before + number.exponent_;

  const std::string text = number.is_negative() ? "-" : "";
  if (point >= size && point - size <= longest_padding) {
    return text + digits + std::string(static_cast<std::size_t>(point - size), '0');
  }
  if (point > 0 && point < size) {
    return text + digits.insert(static_cast<std::size_t>(point), 1, '.');
  }
  if (point <= 0 && -point <= longest_padding) {
    return text + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  }
  if (size > 1) digits.insert(1, 1, '.');
  return text + fmt::format("{}e{}", digits, point - 1);
}

Decimal Decimal::quotient(const Decimal& numerator, const Decimal& denominator,
                          unsigned long places) {
  const long exponent = std::min(numerator.exponent_, denominator.exponent_);
  const auto scale = static_cast<long>(places);
  const mpz_class above = numerator.digits_at(exponent) * power_of_ten(scale);
  const mpz_class below = denominator.digits_at(exponent);
  return {mpz_class((2 * above + below) / (2 * below)), -scale};
}

}  // namespace isorun
