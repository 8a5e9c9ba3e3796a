// XML that a test wrote.
#pragma once

#include <pugixml.hpp>
#include <string_view>

#include <isorun/error.hpp>

namespace isorun {

// Reads a whole document; blanks between elements are dropped. Errors, with the line:
// Phase::collect.
Result<void> load_xml(pugi::xml_document& document, std::string_view content);

}  // namespace isorun
