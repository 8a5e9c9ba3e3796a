// XML that a test wrote.
#pragma once

#include <pugixml.hpp>
#include <string_view>

#include <isorun/error.hpp>

namespace isorun {

// How deep elements may nest. Indented again, a megabyte that nests without end would be gigabytes.
inline constexpr int deepest_xml = 100;

// Reads a whole document; blanks between elements are dropped. Errors, with the line:
// Phase::collect.
Result<void> load_xml(pugi::xml_document& document, std::string_view content);

}  // namespace isorun
