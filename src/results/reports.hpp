// The reports of a run for other programs, beside its logs.
#pragma once

#include <string>

#include <isorun/error.hpp>

#include "report/record.hpp"
#include "report/report_options.hpp"
#include "report/terminal_settings.hpp"
#include "results/results_directory.hpp"

namespace isorun {

// Settings for standard output, from its kind and the user's options. `tries`: the maximum number
// of attempts of a unit.
TerminalSettings terminal_settings(const ReportOptions& options, unsigned tries);

// Writes run.json and junit.xml. Errors: Phase::report.
Result<void> write_reports(const RunRecord& run, ResultsDirectory& directory);

// Writes junit.xml only.
Result<void> write_junit_report(const RunRecord& run, ResultsDirectory& directory);

// On GitHub Actions: appends to the job summary and returns annotations for standard output.
// Elsewhere does nothing. Failing to write the job summary adds a warning to the run.
std::string tell_github(RunRecord& run, const TerminalSettings& settings);

}  // namespace isorun
