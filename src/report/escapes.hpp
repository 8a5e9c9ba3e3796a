// Replaces characters that a format reserves.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace isorun {

struct Escape {
  char character;
  std::string_view written;
};

inline std::string escaped(std::string_view text, std::span<const Escape> escapes) {
  std::string result;
  for (const char c : text) {
    const auto escape = std::ranges::find(escapes, c, &Escape::character);
    if (escape == escapes.end())
      result += c;
    else
      result += escape->written;
  }
  return result;
}

// The bytes that are not `is_plain` as %XX.
template <class IsPlain>
std::string percent_encoded(std::string_view text, IsPlain is_plain) {
  std::string result;
  for (const char c : text) {
    if (is_plain(c))
      result += c;
    else
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

}  // namespace isorun
