// Text that XML 1.0 can hold.
#pragma once

#include <string>
#include <string_view>

namespace isorun {

// The text without colours, its lines ended by "\n". Control characters and broken UTF-8, which XML
// forbids even as references, are written as printable() writes them.
std::string xml_text(std::string_view text);

}  // namespace isorun
