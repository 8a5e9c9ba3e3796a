// The timeline and the table of all units in report.html: data that the page's script draws.
#pragma once

#include <string>

#include "report/document.hpp"

namespace isorun {

std::string timeline_section(const RunRecord& run, const DocumentSource& source);
std::string units_section(const RunRecord& run, const DocumentSource& source);

}  // namespace isorun
