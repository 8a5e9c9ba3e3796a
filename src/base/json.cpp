#include "base/json.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace isorun::json {
namespace {

const Value* member(const Value& value, const char* name) {
  if (!value.IsObject()) return nullptr;
  const auto found = value.FindMember(name);
  return found == value.MemberEnd() ? nullptr : &found->value;
}

}  // namespace

std::shared_ptr<const Value> parse(std::string_view text) {
  auto document = std::make_shared<rapidjson::Document>();
  // Iterative: a file of a million brackets must not exhaust the stack.
  document->Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
  if (document->HasParseError()) return nullptr;
  return document;
}

const Value* object_in(const Value& value, const char* name) {
  const Value* found = member(value, name);
  return found != nullptr && found->IsObject() ? found : nullptr;
}

const Value* array_in(const Value& value, const char* name) {
  const Value* found = member(value, name);
  return found != nullptr && found->IsArray() ? found : nullptr;
}

std::optional<std::string_view> string_in(const Value& value, const char* name) {
  const Value* found = member(value, name);
  if (found == nullptr || !found->IsString()) return std::nullopt;
  return std::string_view(found->GetString(), found->GetStringLength());
}

std::optional<double> number_in(const Value& value, const char* name) {
  const Value* found = member(value, name);
  if (found == nullptr || !found->IsNumber()) return std::nullopt;
  return found->GetDouble();
}

std::string seconds(std::chrono::nanoseconds duration) {
  const auto microseconds = std::chrono::round<std::chrono::microseconds>(duration).count();
  return fmt::format("{}.{:06}", microseconds / 1'000'000, microseconds % 1'000'000);
}

void write_string(Writer& writer, std::string_view text) {
  const std::string safe = to_utf8(text);
  writer.String(safe.data(), static_cast<rapidjson::SizeType>(safe.size()));
}

void write_seconds(Writer& writer, std::chrono::nanoseconds duration) {
  const std::string text = seconds(duration);
  writer.RawValue(text.data(), text.size(), rapidjson::kNumberType);
}

}  // namespace isorun::json
