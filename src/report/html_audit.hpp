// The table of `isorun audit` in report.html.
#pragma once

#include <string>

#include "report/document.hpp"

namespace isorun {

// Empty without an audit.
std::string audit_section(const RunRecord& run, const DocumentSource& source);

}  // namespace isorun
