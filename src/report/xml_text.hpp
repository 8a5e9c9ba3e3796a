// Text that XML 1.0 can hold.
#pragma once

#include <string>
#include <string_view>

namespace isorun {

// The text without colors, with "\n" line ends. Control characters and broken UTF-8, which XML
// forbids even as references, appear as in printable().
std::string xml_text(std::string_view text);

}  // namespace isorun
