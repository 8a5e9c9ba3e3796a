// The summary at the end of a run:
//
//      Summary [   0.310s] 13 tests run: 12 passed (1 slow, 1 flaky), 1 failed, 38 skipped
#pragma once

#include <string>

#include "report/record.hpp"
#include "report/terminal_settings.hpp"

namespace isorun {

// "13 tests run: 12 passed (1 slow, 1 flaky), 1 failed, 38 skipped"
std::string counts_text(const RunRecord& run, std::chrono::nanoseconds slow);

// Counts, times, the bound and how close the run came to it; then all failures again.
std::string summary(const RunRecord& run, const TerminalSettings& settings);

}  // namespace isorun
