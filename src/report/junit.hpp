// junit.xml: the results as Jenkins, GitLab and the actions of GitHub read them. Attempts that were
// followed by others are written as Maven's surefire does (flakyFailure, rerunFailure).
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "report/record.hpp"

namespace isorun {

// At most about `most` bytes of a log, named as in the record; read_shortened() is one.
using ReadLog = std::function<std::string(const std::string& log, std::size_t most)>;

// Takes the next part of a document.
using Sink = std::function<void(std::string_view part)>;

// One unit is held in memory at a time. The same run gives the same bytes but for durations and
// output: there is no time stamp and no host name.
void write_junit(const RunRecord& run, const ReadLog& read_log, const Sink& sink);

}  // namespace isorun
