// JSON with exact numbers, read strictly.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <isorun/error.hpp>

#include "values/decimal.hpp"

namespace isorun {

struct JsonMember;
struct JsonValue;
using JsonArray = std::vector<JsonValue>;
using JsonObject = std::vector<JsonMember>;  // in the order of the text; no key twice

struct JsonValue {
  std::variant<std::nullptr_t, bool, Decimal, std::string, JsonArray, JsonObject> value;

  template <class T>
  [[nodiscard]] const T* as() const {
    return std::get_if<T>(&value);
  }
  // The member of that name; nullptr where there is none, or the value is no object.
  [[nodiscard]] const JsonValue* find(std::string_view key) const;

  friend bool operator==(const JsonValue& left, const JsonValue& right);
};

struct JsonMember {
  std::string key;
  JsonValue value;
  friend bool operator==(const JsonMember& left, const JsonMember& right) = default;
};

// How deep arrays and objects may nest.
inline constexpr std::size_t deepest_json = 512;

// `text` is one JSON text and nothing else. Errors, with line and byte: Phase::collect. Besides
// what RFC 8259 forbids, these are errors: an empty text, a key twice in one object, strings that
// are not UTF-8, nesting deeper than `deepest_json`, numbers beyond Decimal::reach.
// Lines are counted from `first_line` on.
Result<JsonValue> parse_json(std::string_view text, std::size_t first_line = 1);

// One JSON text, or JSON Lines: several, one a line. Calls `visit` with each. Errors: those of
// parse_json, and of `visit`, which get the line's number in JSON Lines.
Result<void> each_json(std::string_view content,
                       const std::function<Result<void>(JsonValue value)>& visit);

// Writes indented JSON piece by piece. Strings must be UTF-8.
class JsonWriter {
 public:
  JsonWriter();
  ~JsonWriter();
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  JsonWriter& begin_object();
  JsonWriter& key(std::string_view name);  // the next piece is its value
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& string(std::string_view text);
  JsonWriter& number(const Decimal& number);
  JsonWriter& value(const JsonValue& value);

  // What was written since the last call: a long text need not be in memory as a whole. Once
  // everything that began has ended there is a newline at the end.
  [[nodiscard]] std::string take();

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
};

}  // namespace isorun
