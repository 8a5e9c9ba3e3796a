// The sum of JSON values; see json_sum_rule.hpp.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "rules/rules.hpp"
#include "values/json.hpp"

namespace isorun {

using JsonOrigin = std::shared_ptr<const SourceFile>;

// Two values that cannot be summed.
struct JsonMismatch {
  std::string location;  // "$.a.b"
  std::string_view left_kind;
  std::string_view right_kind;
  JsonOrigin left;
  JsonOrigin right;
};

// Each part of a sum remembers only the first file it came from. Addition is associative: the sum
// of two sums is the sum of all their values.
class JsonSum {
 public:
  JsonSum(JsonValue value, const JsonOrigin& file);

  std::expected<void, JsonMismatch> add(JsonSum other);

  // Moves the sum out of this object.
  [[nodiscard]] JsonValue take();

 private:
  struct Scalars {
    std::vector<JsonValue> distinct;
    std::unordered_set<std::string> seen;
    void add(JsonValue value);
  };
  struct Members {
    std::vector<std::pair<std::string, JsonSum>> list;
    std::unordered_map<std::string, std::size_t> index;
  };
  using Parts = std::variant<Decimal, JsonArray, Members, Scalars>;

  static Parts parts_of(JsonValue value, const JsonOrigin& file);
  std::expected<void, JsonMismatch> merge(Members& mine, Members&& theirs);
  [[nodiscard]] std::string_view kind() const;

  JsonOrigin file_;
  Parts parts_;
};

}  // namespace isorun
