// Bytes as text that people and JSON can take.
#pragma once

#include <string>
#include <string_view>

namespace isorun {

// `bytes` with a backslash as \\, and what is not UTF-8 or a control character as \xNN: valid UTF-8
// on one line, different for different bytes.
std::string readable(std::string_view bytes);

}  // namespace isorun
