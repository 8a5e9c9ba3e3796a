// The reports of a run for other programs, beside its logs.
#pragma once

#include <string>

#include <isorun/error.hpp>

#include "report/document.hpp"
#include "report/record.hpp"
#include "report/report_options.hpp"
#include "report/terminal_settings.hpp"
#include "results/results_directory.hpp"
#include "results/run_end.hpp"

namespace isorun {

// Settings for standard output, from its kind and the user's options. `tries`: the maximum number
// of attempts of a unit.
TerminalSettings terminal_settings(const ReportOptions& options, unsigned tries);

// What documents need besides the record. `directory` must outlive it.
DocumentSource document_source(const ResultsDirectory& directory, const TerminalSettings& settings);

// Writes junit.xml, report.html and trace.json. Errors: Phase::report.
Result<void> write_documents(const RunRecord& run, const TerminalSettings& settings,
                             ResultsDirectory& directory);

// At the end of a run: writes the documents, concludes the run, and writes run.json. A document
// that cannot be written is a problem of the run. Errors, if run.json cannot be: Phase::report.
Result<void> write_reports(RunRecord& run, const Result<RunEnd>& end,
                           const TerminalSettings& settings, ResultsDirectory& directory);

// On GitHub Actions: appends to the job summary and returns annotations for standard output.
// Elsewhere does nothing. Failing to write the job summary adds a warning to the run.
std::string tell_github(RunRecord& run, const TerminalSettings& settings);

}  // namespace isorun
