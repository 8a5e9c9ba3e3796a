// RapidJSON behind a door: nothing asserts, throws or recurses on what a test wrote.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <rapidjson/document.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

namespace isorun::json {

using Value = rapidjson::Value;
using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

// The document's root; null where the text is no JSON. Strings may hold bytes that are not UTF-8.
std::shared_ptr<const Value> parse(std::string_view text);

// The member of that name and type, or null where `value` has none or is no object.
const Value* object_in(const Value& value, const char* name);
const Value* array_in(const Value& value, const char* name);
std::optional<std::string_view> string_in(const Value& value, const char* name);
std::optional<double> number_in(const Value& value, const char* name);

// Durations are written as decimal seconds with six digits, never as 1e-05.
std::string seconds(std::chrono::nanoseconds duration);

void write_string(Writer& writer, std::string_view text);
void write_seconds(Writer& writer, std::chrono::nanoseconds duration);

}  // namespace isorun::json
