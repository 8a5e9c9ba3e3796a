// Replaces characters that a format reserves.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

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

}  // namespace isorun
