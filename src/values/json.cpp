#include "values/json.hpp"

#include <algorithm>
#include <cerrno>
#include <expected>
#include <optional>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include "base/escaped.hpp"
#include "base/interruption.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace isorun {

const JsonValue* JsonValue::find(std::string_view key) const {
  const auto* object = as<JsonObject>();
  if (!object) return nullptr;
  const auto found = std::ranges::find(*object, key, &JsonMember::key);
  return found == object->end() ? nullptr : &found->value;
}

bool operator==(const JsonValue& left, const JsonValue& right) {
  return left.value == right.value;
}

namespace {

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::collect, 0, std::move(what)});
}

Error interrupted() {
  return {Phase::collect, EINTR, "reading it"};
}

// Handles RapidJSON's events. Returning false stops the parser; `objection` says why.
class Builder {
 public:
  bool Null() { return add({nullptr}); }
  bool Bool(bool value) { return add({value}); }
  bool RawNumber(const char* text, unsigned size, bool /*copy*/) {
    Result<Decimal> number = Decimal::parse({text, size});
    if (!number) return object_to(number.error().what);
    return add({*std::move(number)});
  }
  bool String(const char* text, unsigned size, bool /*copy*/) {
    const std::string_view string(text, size);
    // RapidJSON 1.1 accepts the escape of a lone low surrogate.
    if (!is_utf8(string)) return object_to("a string is not UTF-8");
    return add({std::string(string)});
  }
  bool StartObject() { return open({JsonObject()}); }
  bool Key(const char* text, unsigned size, bool /*copy*/) {
    Open& object = open_.back();
    object.key.assign(text, size);
    if (!is_utf8(object.key)) return object_to("a key is not UTF-8");
    if (!object.is_new_key()) {
      return object_to(fmt::format("duplicate key \"{}\"", escaped(object.key)));
    }
    return true;
  }
  bool EndObject(unsigned /*members*/) { return close(); }
  bool StartArray() { return open({JsonArray()}); }
  bool EndArray(unsigned /*elements*/) { return close(); }

  // Never called: numbers arrive as raw text.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

  [[nodiscard]] const std::string& objection() const { return objection_; }
  [[nodiscard]] JsonValue take_root() { return std::move(root_); }

 private:
  struct Open {
    static constexpr std::size_t few = 16;

    JsonValue value;
    std::string key;                       // of the next member
    std::unordered_set<std::string> keys;  // once there are more than a few

    bool is_new_key() {
      const auto& members = std::get<JsonObject>(value.value);
      if (members.size() < few)
        return std::ranges::find(members, key, &JsonMember::key) == members.end();
      if (keys.empty())
        for (const JsonMember& member : members) keys.insert(member.key);
      return keys.insert(key).second;
    }
  };

  bool object_to(std::string why) {
    objection_ = std::move(why);
    return false;
  }
  bool open(JsonValue empty) {
    if (open_.size() == deepest_json) {
      return object_to(fmt::format("it nests deeper than {} levels", deepest_json));
    }
    open_.push_back({std::move(empty), {}, {}});
    return true;
  }
  bool close() {
    JsonValue done = std::move(open_.back().value);
    open_.pop_back();
    return add(std::move(done));
  }
  bool add(JsonValue value) {
    if (is_interrupted()) return false;
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (auto* array = std::get_if<JsonArray>(&open_.back().value.value)) {
      array->push_back(std::move(value));
    } else {
      std::get<JsonObject>(open_.back().value.value)
          .push_back({std::move(open_.back().key), std::move(value)});
    }
    return true;
  }

  JsonValue root_;
  std::vector<Open> open_;
  std::string objection_;
};

std::string place(std::string_view text, std::size_t offset, std::size_t first_line) {
  const std::string_view before = text.substr(0, offset);
  return fmt::format("line {}, byte {}",
                     static_cast<std::size_t>(std::ranges::count(before, '\n')) + first_line,
                     offset);
}

}  // namespace

Result<JsonValue> parse_json(std::string_view text, std::size_t first_line) {
  constexpr std::string_view blanks = " \t\r\n";
  if (text.empty()) return refuse("it is empty");
  const std::size_t end = text.find_last_not_of(blanks);
  if (end == std::string_view::npos) return refuse("it contains only blanks");
  // RapidJSON stops at a zero byte and ignores the rest.
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos) {
    return refuse(fmt::format("{}: a null byte", place(text, zero, first_line)));
  }

  constexpr unsigned flags = rapidjson::kParseIterativeFlag |
                             rapidjson::kParseValidateEncodingFlag |
                             rapidjson::kParseNumbersAsStringsFlag;
  rapidjson::Reader reader;
  rapidjson::MemoryStream stream(text.data(), text.size());
  Builder builder;
  const rapidjson::ParseResult parsed = reader.Parse<flags>(stream, builder);
  if (!parsed.IsError()) return builder.take_root();
  if (was_interrupted()) return std::unexpected(interrupted());

  const std::string where = place(text, parsed.Offset(), first_line);
  if (!builder.objection().empty()) {
    return refuse(fmt::format("{}: {}", where, builder.objection()));
  }
  const bool cut_off = stream.Tell() > end;
  return refuse(fmt::format("{}: {}{}", where, rapidjson::GetParseError_En(parsed.Code()),
                            cut_off ? " The file seems to be truncated." : ""));
}

Result<void> each_json(std::string_view content,
                       const std::function<Result<void>(JsonValue value)>& visit) {
  // Text after a line that is complete JSON: this must be JSON Lines.
  const std::size_t end = std::min(content.find('\n'), content.size());
  const bool has_more = !trim(content.substr(end)).empty();
  if (!has_more || !parse_json(content.substr(0, end))) {
    Result<JsonValue> value = parse_json(content);
    return value ? visit(*std::move(value)) : std::unexpected(value.error());
  }
  std::size_t number = 0;
  for (const std::string_view line : lines(content)) {
    ++number;
    if (trim(line).empty()) continue;
    Result<JsonValue> value = parse_json(line, number);
    if (!value) return std::unexpected(value.error());
    if (Result<void> visited = visit(*std::move(value)); !visited) {
      visited.error().what.insert(0, fmt::format("line {}: ", number));
      return visited;
    }
  }
  if (was_interrupted()) return std::unexpected(interrupted());
  return {};
}

void write_number(json::Writer& out, const Decimal& number) {
  const std::string text = to_string(number);
  out.RawValue(text.data(), text.size(), rapidjson::kNumberType);
}

void write_value(json::Writer& out, const JsonValue& value) {
  struct Visitor {
    json::Writer& out;
    void operator()(std::nullptr_t) const { out.Null(); }
    void operator()(bool truth) const { out.Bool(truth); }
    void operator()(const Decimal& number) const { write_number(out, number); }
    void operator()(const std::string& text) const { json::write_string(out, text); }
    void operator()(const JsonArray& array) const {
      out.StartArray();
      for (const JsonValue& element : array) {
        if (is_interrupted()) break;
        write_value(out, element);
      }
      out.EndArray();
    }
    void operator()(const JsonObject& object) const {
      out.StartObject();
      for (const JsonMember& member : object) {
        if (is_interrupted()) break;
        json::write_key(out, member.key);
        write_value(out, member.value);
      }
      out.EndObject();
    }
  };
  std::visit(Visitor{out}, value.value);
}

}  // namespace isorun
