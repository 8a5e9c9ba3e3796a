// Bytes that should be UTF-8 but may be anything: names of tests, lines of logs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace isorun {

// The length of the character that `text` begins with, 1 to 4; 0 where it is empty or broken
// (overlong, a surrogate, above U+10FFFF, cut off).
std::size_t utf8_length(std::string_view text);

bool is_utf8(std::string_view text);

// The same text with each broken byte replaced by U+FFFD: safe in JSON.
std::string to_utf8(std::string_view text);

// The text on one line, as it can be shown on a terminal: control characters and broken bytes
// become \n, \t, \e or \xNN. Everything else, backslashes included, stays as it is.
std::string printable(std::string_view text);

}  // namespace isorun
