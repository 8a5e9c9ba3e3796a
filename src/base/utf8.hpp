// Bytes that should be UTF-8 but may be anything: test names, log lines.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace isorun {

// The length of the first character of `text`, 1 to 4; 0 if it is empty or invalid (overlong, a
// surrogate, above U+10FFFF, truncated).
std::size_t utf8_length(std::string_view text);

bool is_utf8(std::string_view text);

// The text with each invalid byte replaced by U+FFFD: safe in JSON.
std::string to_utf8(std::string_view text);

// The text on one line, safe for a terminal: control characters and invalid bytes become \n, \t,
// \e or \xNN. Everything else, including backslashes, is unchanged.
std::string printable(std::string_view text);

}  // namespace isorun
