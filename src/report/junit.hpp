// junit.xml: the results for Jenkins, GitLab and GitHub actions. Repeated attempts follow Maven's
// surefire (flakyFailure, rerunFailure).
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "report/record.hpp"

namespace isorun {

// Reads about `most` bytes of a log, given by its name in the record, like read_shortened().
using ReadLog = std::function<std::string(const std::string& log, std::size_t most)>;

// Consumes the next part of the document.
using Sink = std::function<void(std::string_view part)>;

// Only one unit is in memory at a time. There is no time stamp and no host name, so equal runs give
// equal bytes except for durations and output.
void write_junit(const RunRecord& run, const ReadLog& read_log, const Sink& sink);

}  // namespace isorun
