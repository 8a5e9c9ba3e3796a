// Exact decimal numbers: 0.1 + 0.2 is 0.3.
#pragma once

#include <compare>
#include <cstdint>
#include <gmpxx.h>
#include <string>
#include <string_view>

#include <isorun/error.hpp>

namespace isorun {

class Decimal {
 public:
  // parse() refuses digits further than this from the decimal point, on either side: no measurement
  // has them, and aligning 1e1000000 with 1 would take a million digits.
  static constexpr long reach = 1000;

  Decimal() = default;
  explicit Decimal(std::uint64_t number) : digits_(number) {}

  // Parses a JSON number such as -12.50e-3. Errors: Phase::collect.
  static Result<Decimal> parse(std::string_view text);

  Decimal& operator+=(const Decimal& other);
  friend Decimal operator+(Decimal left, const Decimal& right) { return left += right; }

  friend bool operator==(const Decimal& left, const Decimal& right);
  friend std::strong_ordering operator<=>(const Decimal& left, const Decimal& right);

  [[nodiscard]] bool is_negative() const { return sgn(digits_) < 0; }
  [[nodiscard]] bool is_integer() const;

  // The shortest JSON text: no trailing zeros, no -0, and an exponent only if it saves more than 20
  // zeros.
  friend std::string to_string(const Decimal& number);

  // `numerator` / `denominator` with at most `places` decimals, halves rounded up. Needs numerator
  // >= 0 and denominator > 0.
  static Decimal quotient(const Decimal& numerator, const Decimal& denominator,
                          unsigned long places);

 private:
  Decimal(mpz_class digits, long exponent) : digits_(std::move(digits)), exponent_(exponent) {}
  [[nodiscard]] mpz_class digits_at(long exponent) const;

  mpz_class digits_;  // the value is digits_ x 10^exponent_
  long exponent_ = 0;
};

}  // namespace isorun
