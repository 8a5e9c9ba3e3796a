#include "rules/number_rule.hpp"

#include <algorithm>
#include <expected>

#include "base/text.hpp"
#include "rules/rules.hpp"
#include "values/decimal.hpp"

namespace isorun {

namespace {

Decimal greater(const Decimal& left, const Decimal& right) {
  return std::max(left, right);
}

class NumberMerge final : public Merge {
 public:
  using Operation = Decimal (*)(const Decimal& left, const Decimal& right);
  explicit NumberMerge(Operation operation) : operation_(operation) {}

  Result<void> add(const SourceFile& /*file*/, std::string_view content) override {
    const std::string_view text = trim(content);
    if (text.empty()) return std::unexpected(Error{Phase::collect, 0, "it contains no number"});
    Result<Decimal> number = Decimal::parse(text);
    if (!number) return std::unexpected(number.error());
    result_ = result_ ? operation_(*result_, *number) : *std::move(number);
    return {};
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    out.write(to_string(*result_));
    out.write("\n");
    return Merged();
  }

 private:
  Operation operation_;
  std::optional<Decimal> result_;
};

Decimal total(const Decimal& left, const Decimal& right) {
  return left + right;
}

}  // namespace

std::unique_ptr<Merge> start_max(const Workplace& /*place*/) {
  return std::make_unique<NumberMerge>(greater);
}

std::unique_ptr<Merge> start_sum(const Workplace& /*place*/) {
  return std::make_unique<NumberMerge>(total);
}

}  // namespace isorun
