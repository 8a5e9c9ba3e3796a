#include "collect/readable.hpp"

#include <fmt/format.h>
#include <rapidjson/encodings.h>
#include <rapidjson/memorystream.h>

namespace isorun {

namespace {

// How many bytes the first character has; 0 where it is broken.
std::size_t first_character(std::string_view bytes) {
  if (static_cast<unsigned char>(bytes.front()) < 0x80) return 1;
  rapidjson::MemoryStream stream(bytes.data(), bytes.size());
  unsigned codepoint = 0;
  return rapidjson::UTF8<>::Decode(stream, &codepoint) ? stream.Tell() : 0;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t size = first_character(bytes);
    if (size == 0) return false;
    bytes.remove_prefix(size);
  }
  return true;
}

std::string readable(std::string_view bytes) {
  std::string text;
  while (!bytes.empty()) {
    const std::size_t size = first_character(bytes);
    const auto byte = static_cast<unsigned char>(bytes.front());
    if (size == 0 || byte < 0x20 || byte == 0x7f) {
      text += fmt::format("\\x{:02x}", byte);
    } else if (byte == '\\') {
      text += "\\\\";
    } else {
      text += bytes.substr(0, size);
    }
    bytes.remove_prefix(size == 0 ? 1 : size);
  }
  return text;
}

}  // namespace isorun
