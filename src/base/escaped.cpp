#include "base/escaped.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace isorun {

std::string escaped(std::string_view bytes) {
  std::string text;
  while (!bytes.empty()) {
    const std::size_t size = utf8_length(bytes);
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
