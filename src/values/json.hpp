// Strict JSON with exact numbers, for sums of what tests wrote. base/json.hpp reads what isorun and
// test frameworks wrote, whose numbers are doubles, and has the one writer.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <isorun/error.hpp>

#include "base/json.hpp"
#include "values/decimal.hpp"

namespace isorun {

struct JsonMember;
struct JsonValue;
using JsonArray = std::vector<JsonValue>;
using JsonObject = std::vector<JsonMember>;  // in document order; keys are unique

struct JsonValue {
  std::variant<std::nullptr_t, bool, Decimal, std::string, JsonArray, JsonObject> value;

  template <class T>
  [[nodiscard]] const T* as() const {
    return std::get_if<T>(&value);
  }
  // The member of that name; nullptr if there is none or the value is not an object.
  [[nodiscard]] const JsonValue* find(std::string_view key) const;

  friend bool operator==(const JsonValue& left, const JsonValue& right);
};

struct JsonMember {
  std::string key;
  JsonValue value;
  friend bool operator==(const JsonMember& left, const JsonMember& right) = default;
};

// The maximum nesting of arrays and objects.
inline constexpr std::size_t deepest_json = 512;

// Parses one complete JSON text. Errors, with line and byte: Phase::collect. Beyond RFC 8259, these
// are errors: an empty text, a duplicate key, strings that are not UTF-8, nesting deeper than
// `deepest_json`, numbers beyond Decimal::reach. Line numbers start at `first_line`. EINTR if
// interrupted.
Result<JsonValue> parse_json(std::string_view text, std::size_t first_line = 1);

// Parses one JSON text or JSON Lines, and calls `visit` with each value. Errors: those of
// parse_json and of `visit`, with the line number in JSON Lines.
Result<void> each_json(std::string_view content,
                       const std::function<Result<void>(JsonValue value)>& visit);

// Write all digits. Strings must be UTF-8. Interrupted: part of the value is missing.
void write_value(json::Writer& out, const JsonValue& value);
void write_number(json::Writer& out, const Decimal& number);

}  // namespace isorun
