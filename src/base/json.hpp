// A wrapper of RapidJSON: nothing asserts, throws or recurses on what a test wrote.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <rapidjson/document.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "base/utf8.hpp"

namespace isorun::json {

using Value = rapidjson::Value;
using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;
using LineWriter = rapidjson::Writer<rapidjson::StringBuffer>;

// A text that `out` writes.
template <class Out>
class Written {
  rapidjson::StringBuffer buffer_;

 public:
  Out out{buffer_};

  // In bytes.
  [[nodiscard]] std::size_t size() const { return buffer_.GetSize(); }

  // Returns what was written since the last call, so that long texts need not fit in memory.
  [[nodiscard]] std::string take() {
    std::string text(buffer_.GetString(), buffer_.GetSize());
    buffer_.Clear();
    return text;
  }
};
using Text = Written<Writer>;
using Line = Written<LineWriter>;

// The document's root; null if the text is not JSON. Strings may contain bytes that are not UTF-8.
std::shared_ptr<const Value> parse(std::string_view text);

// The member of that name and type, or null if `value` has none or is not an object.
const Value* object_in(const Value& value, const char* name);
const Value* array_in(const Value& value, const char* name);
std::optional<std::string_view> string_in(const Value& value, const char* name);
std::optional<double> number_in(const Value& value, const char* name);
std::optional<std::uint64_t> count_in(const Value& value, const char* name);
std::optional<bool> bool_in(const Value& value, const char* name);

// Durations are written as decimal seconds with six digits, never as 1e-05.
std::string seconds(std::chrono::nanoseconds duration);

std::string hex(std::string_view bytes);

template <class Out>
void write_key(Out& out, std::string_view key) {
  out.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
}

// JSON strings cannot hold arbitrary bytes: those that are not UTF-8 go to a member NAME_hex.
template <class Out>
void write_bytes(Out& out, const std::string& name, std::string_view bytes) {
  const bool is_text = is_utf8(bytes);
  const std::string text = is_text ? std::string(bytes) : hex(bytes);
  write_key(out, is_text ? name : name + "_hex");
  out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

// Reads what write_bytes() wrote; nullopt if there is none.
std::optional<std::string> bytes_in(const Value& value, const std::string& name);

void write_string(Writer& writer, std::string_view text);
void write_text(Writer& writer, const char* key, std::string_view text);
void write_texts(Writer& writer, const char* key, const std::vector<std::string>& texts);
void write_seconds(Writer& writer, std::chrono::nanoseconds duration);

}  // namespace isorun::json
