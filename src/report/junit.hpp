// junit.xml: the results for Jenkins, GitLab and GitHub actions. Repeated attempts follow Maven's
// surefire (flakyFailure, rerunFailure).
#pragma once

#include "report/document.hpp"

namespace isorun {

// Only one unit is in memory at a time. There is no time stamp and no host name, so equal runs give
// equal bytes except for durations and output.
void write_junit(const RunRecord& run, const DocumentSource& source, const Sink& sink);

}  // namespace isorun
