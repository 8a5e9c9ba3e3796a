// A cell of a table in Markdown.
#pragma once

#include <string>
#include <string_view>

namespace isorun {

// The text on one line, shortened to 500 bytes, with what Markdown reserves escaped.
std::string markdown_cell(std::string_view text);

}  // namespace isorun
