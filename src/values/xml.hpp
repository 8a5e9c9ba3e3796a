// Parses XML written by tests.
#pragma once

#include <pugixml.hpp>
#include <string_view>

#include <isorun/error.hpp>

namespace isorun {

// The maximum nesting of elements. Indenting a megabyte of nested elements would yield gigabytes.
inline constexpr int deepest_xml = 100;

// Parses a whole document and drops blanks between elements. Errors, with the line: Phase::collect;
// EINTR if interrupted. From then on, interrupted work that adds to a document gets null nodes.
Result<void> load_xml(pugi::xml_document& document, std::string_view content);

}  // namespace isorun
