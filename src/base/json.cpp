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

int hex_digit(char digit) {
  constexpr std::string_view digits = "0123456789abcdef";
  const std::size_t value = digits.find(digit);
  return value == std::string_view::npos ? -1 : static_cast<int>(value);
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

std::optional<std::uint64_t> count_in(const Value& value, const char* name) {
  const Value* found = member(value, name);
  if (found == nullptr || !found->IsUint64()) return std::nullopt;
  return found->GetUint64();
}

std::optional<bool> bool_in(const Value& value, const char* name) {
  const Value* found = member(value, name);
  if (found == nullptr || !found->IsBool()) return std::nullopt;
  return found->GetBool();
}

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}

std::optional<std::string> bytes_in(const Value& value, const std::string& name) {
  if (const auto text = string_in(value, name.c_str())) return std::string(*text);
  const auto digits = string_in(value, (name + "_hex").c_str());
  if (!digits || digits->size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t at = 0; at < digits->size(); at += 2) {
    const int high = hex_digit((*digits)[at]);
    const int low = hex_digit((*digits)[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

std::string seconds(std::chrono::nanoseconds duration) {
  const auto microseconds = std::chrono::round<std::chrono::microseconds>(duration).count();
  return fmt::format("{}.{:06}", microseconds / 1'000'000, microseconds % 1'000'000);
}

void write_string(Writer& writer, std::string_view text) {
  const std::string safe = to_utf8(text);
  writer.String(safe.data(), static_cast<rapidjson::SizeType>(safe.size()));
}

void write_text(Writer& writer, const char* key, std::string_view text) {
  writer.Key(key);
  write_string(writer, text);
}

void write_texts(Writer& writer, const char* key, const std::vector<std::string>& texts) {
  writer.Key(key);
  writer.StartArray();
  for (const std::string& text : texts) write_string(writer, text);
  writer.EndArray();
}

void write_seconds(Writer& writer, std::chrono::nanoseconds duration) {
  const std::string text = seconds(duration);
  writer.RawValue(text.data(), text.size(), rapidjson::kNumberType);
}

}  // namespace isorun::json
