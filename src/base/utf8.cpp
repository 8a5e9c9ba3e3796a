#include "base/utf8.hpp"

#include <fmt/format.h>

namespace isorun {
namespace {

unsigned byte(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// C1 controls (U+0080 to U+009F) act like escape sequences on terminals.
bool is_control(std::string_view character) {
  if (character.size() == 1) return byte(character, 0) < 0x20 || byte(character, 0) == 0x7f;
  return byte(character, 0) == 0xc2 && byte(character, 1) < 0xa0;
}

std::string escaped(std::string_view bytes) {
  if (bytes == "\n") return "\\n";
  if (bytes == "\t") return "\\t";
  if (bytes == "\r") return "\\r";
  if (bytes == "\033") return "\\e";
  std::string result;
  for (const char c : bytes) result += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
  return result;
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
  struct Form {
    unsigned first_min, first_max, second_min, second_max;
    std::size_t length;
  };
  // The Unicode Standard, table 3-7: well-formed UTF-8 byte sequences.
  static constexpr Form forms[] = {
      {0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
      {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
      {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};
  if (text.empty()) return 0;
  for (const Form& form : forms) {
    if (byte(text, 0) < form.first_min || byte(text, 0) > form.first_max) continue;
    if (text.size() < form.length) return 0;
    if (form.length == 1) return 1;
    if (byte(text, 1) < form.second_min || byte(text, 1) > form.second_max) return 0;
    for (std::size_t i = 2; i < form.length; ++i)
      if (byte(text, i) < 0x80 || byte(text, i) > 0xbf) return 0;
    return form.length;
  }
  return 0;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string to_utf8(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) {
      result += "\xef\xbf\xbd";
      text.remove_prefix(1);
    } else {
      result += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return result;
}

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const std::string_view character = text.substr(0, length == 0 ? 1 : length);
    if (length == 0 || is_control(character))
      result += escaped(character);
    else
      result += character;
    text.remove_prefix(character.size());
  }
  return result;
}

}  // namespace isorun
