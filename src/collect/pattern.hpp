// Matches the paths of files that a rule collects.
//
//   /tmp/test_*.json    data/**/cost.json    ~/.cache/app/[a-f]?.log    /tmp/odd\*name
//
// A pattern is absolute, relative to the working directory, or below the home directory (~). `*`
// matches any bytes but '/', `?` one byte, `[a-z_]` one of a set, `[!a-z]` one outside it, `**` any
// bytes, and `**/` any number of directories, including none. A backslash escapes the next byte. A
// leading dot is not special.
#pragma once

#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>

namespace isorun {

class Pattern {
 public:
  // `home` and `working_directory` are absolute and canonical, like the paths to match. Errors:
  // Phase::usage.
  static Result<Pattern> create(std::string_view text, std::string_view home,
                                std::string_view working_directory);

  // `path` is absolute and canonical: bytes, not necessarily UTF-8.
  [[nodiscard]] bool matches(std::string_view path) const;

  // The directory that all matches lie in, or the only match.
  [[nodiscard]] std::string base() const;

  // How many slashes a match has; nullopt: any number.
  [[nodiscard]] std::optional<std::size_t> slashes() const;

  // Returns the pattern as the user wrote it.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  using Bytes = std::bitset<256>;
  struct Token {
    enum class Kind {
      one,          // one byte of `bytes`
      star,         // any bytes but '/'
      any,          // any bytes
      directories,  // nothing, or any bytes ending with '/'
    };
    Kind kind = Kind::one;
    Bytes bytes;
  };

  Result<void> add_component(std::string_view component);
  void add_byte(char byte);
  Result<std::size_t> add_set(std::string_view text);

  std::string text_;
  std::vector<Token> tokens_;
};

}  // namespace isorun
