// Files with one number each, one a part.
#include "fuzz.hpp"
#include "merges.hpp"
#include "values/decimal.hpp"

using namespace isorun;
using namespace isorun::fuzz;

namespace {

void check_decimal(std::string_view text) {
  const Result<Decimal> number = Decimal::parse(text);
  if (!number) return;
  const Result<Decimal> again = Decimal::parse(to_string(*number));
  require(again && *again == *number, "a number reads back");
  require(to_string(*again) == to_string(*number), "a number has one shortest text");
  require(*number + Decimal(1) > *number, "one more is more");
  if (!number->is_negative())
    static_cast<void>(to_string(Decimal::quotient(*number, *number + Decimal(1), 6)));
}

}  // namespace

FUZZ(number) {
  check_decimal(input);
  run_rule("sum", Makes::text, Again::same, input);
  run_rule("max", Makes::text, Again::same, input);
}
