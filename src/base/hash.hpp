// Distinguishes names that are too many or too long to keep.
#pragma once

#include <cstdint>
#include <string_view>

namespace isorun {

// FNV-1a (public domain): short, and the same on every machine. Not collision-resistant.
constexpr std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return value;
}

}  // namespace isorun
