#include "report/log_name.hpp"

#include <cstdint>

#include <fmt/format.h>

#include "base/hash.hpp"
#include "base/utf8.hpp"
#include "report/escapes.hpp"

namespace isorun {
namespace {

// A file name holds 255 bytes; leave room for suffixes.
constexpr std::size_t longest = 200;

bool is_safe(std::string_view character, bool leads) {
  if (character.size() > 1) return printable(character) == character;
  const auto byte = static_cast<unsigned char>(character.front());
  if (byte < 0x20 || byte >= 0x7f) return false;
  return !refused_in_log_names.contains(character.front()) && !(leads && character == ".");
}

std::string escaped(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const std::string_view character = text.substr(0, length == 0 ? 1 : length);
    if (is_safe(character, result.empty())) {
      result += character;
    } else {
      result += percent_encoded(character, [](char) { return false; });
    }
    text.remove_prefix(character.size());
  }
  return result;
}

// Cuts before a character rather than within it.
std::string_view cut(std::string_view text, std::size_t size) {
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
  return text.substr(0, size);
}

}  // namespace

std::string escaped_name(std::string_view text) {
  if (text.empty()) return "%";  // avoids a hidden file ".log"
  std::string name = escaped(text);
  if (name.size() <= longest) return name;
  // "%~" is no escape, so no short name looks like this.
  return fmt::format("{}%~{:016x}", cut(name, longest - 18), hash(text));
}

std::string log_name(std::string_view unit) {
  return escaped_name(unit) + ".log";
}

// "%t" is no escape either.
std::string log_name(std::string_view unit, unsigned attempt) {
  return fmt::format("{}%try-{}.log", escaped_name(unit), attempt);
}

}  // namespace isorun
