// The sum of JSON values, as json_sum_rule.hpp describes it.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "collect/json.hpp"

namespace isorun {

// Where two values cannot be summed.
struct JsonMismatch {
  std::string location;  // "$.a.b"
  std::string_view left_kind;
  std::string_view right_kind;
  std::size_t left = 0;  // the files, as they were numbered
  std::size_t right = 0;
};

// A sum remembers for each of its parts a file that gave it, by a number that the caller chooses.
// Adding is associative: the sum of two sums is the sum of all that is in both.
class JsonSum {
 public:
  JsonSum(JsonValue value, std::size_t file);

  std::expected<void, JsonMismatch> add(JsonSum other);

  [[nodiscard]] JsonValue value() const;

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

  static Parts parts_of(JsonValue value, std::size_t file);
  std::expected<void, JsonMismatch> merge(Members& mine, Members&& theirs);
  [[nodiscard]] std::string_view kind() const;

  std::size_t file_;
  Parts parts_;
};

}  // namespace isorun
