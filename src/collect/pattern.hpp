// Which files a rule wants, in the test's own words.
//
//   /tmp/test_*.json    data/**/cost.json    ~/.cache/app/[a-f]?.log    /tmp/odd\*name
//
// A pattern is absolute, or relative to the working directory, or below ~, the home directory. `*`
// stands for any bytes but '/', `?` for one, `[a-z_]` for one of a set, `[!a-z]` for one outside
// it;
// `**` stands for any bytes, and `**/` for any number of directories, none included. A backslash
// takes the next byte as it is. A leading dot is a byte like any other.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>

namespace isorun {

class Pattern {
 public:
  // `home` and `working_directory` are absolute and canonical, as the paths to match are. Errors:
  // Phase::usage.
  static Result<Pattern> create(std::string_view text, std::string_view home,
                                std::string_view working_directory);

  // `path` is absolute and canonical: bytes, not necessarily UTF-8.
  [[nodiscard]] bool matches(std::string_view path) const;

  // As the user wrote it.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  using Bytes = std::bitset<256>;
  struct Token {
    enum class Kind {
      one,          // one byte out of `bytes`
      star,         // any bytes but '/'
      any,          // any bytes
      directories,  // nothing, or any bytes that end with '/'
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
