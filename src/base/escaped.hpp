// Bytes as text for people and for JSON.
#pragma once

#include <string>
#include <string_view>

namespace isorun {

// `bytes` with backslashes as \\, and control characters and invalid UTF-8 as \xNN: valid UTF-8 on
// one line, different for different bytes.
std::string escaped(std::string_view bytes);

}  // namespace isorun
