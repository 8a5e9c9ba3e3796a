// SHA-256 of a sequence of texts and numbers. Where one text ends and the next begins counts.
//
//   Digest digest;
//   digest.add("command").add(command).add(mode);
//   const std::string name = digest.hex();
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nettle/sha2.h>

namespace isorun {

class Digest {
 public:
  Digest() { ::sha256_init(&state_); }

  Digest& add(std::string_view text);
  Digest& add(std::uint64_t number);

  // The next piece of a text that is added in pieces; add its length last.
  Digest& add_piece(std::string_view piece);

  // 64 digits. The digest is empty afterwards.
  std::string hex();

 private:
  sha256_ctx state_{};
};

}  // namespace isorun
