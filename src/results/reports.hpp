// What a run leaves for others to read, beside its logs.
#pragma once

#include <string>

#include <isorun/error.hpp>

#include "report/record.hpp"
#include "report/report_options.hpp"
#include "report/terminal_settings.hpp"
#include "results/results_directory.hpp"

namespace isorun {

// For standard output, as it is and as the user wants it. `tries`: how often a unit runs at most.
TerminalSettings terminal_settings(const ReportOptions& options, unsigned tries);

// run.json and junit.xml. Errors: Phase::report.
Result<void> write_reports(const RunRecord& run, ResultsDirectory& directory);

// junit.xml alone.
Result<void> write_junit_report(const RunRecord& run, ResultsDirectory& directory);

// Under GitHub Actions: the step's page is appended to, and the lines returned are annotations for
// standard output. Else nothing. A page that cannot be written is a warning of the run.
std::string tell_github(RunRecord& run, const TerminalSettings& settings);

}  // namespace isorun
