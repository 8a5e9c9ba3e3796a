#include "base/digest.hpp"

#include <array>

#include "base/json.hpp"

namespace isorun {

Digest& Digest::add(std::string_view text) {
  return add_piece(text).add(text.size());
}

Digest& Digest::add(std::uint64_t number) {
  std::array<char, sizeof number> bytes{};
  for (char& byte : bytes) {
    byte = static_cast<char>(number & 0xff);
    number >>= 8;
  }
  return add_piece({bytes.data(), bytes.size()});
}

Digest& Digest::add_piece(std::string_view piece) {
  ::sha256_update(&state_, piece.size(), reinterpret_cast<const std::uint8_t*>(piece.data()));
  return *this;
}

std::string Digest::hex() {
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> bytes{};
  ::sha256_digest(&state_, bytes.size(), bytes.data());
  return json::hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace isorun
