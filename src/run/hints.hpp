// What the summary adds for the reader: why units are missing, and which option may help.
#pragma once

#include <isorun/error.hpp>

#include "report/record.hpp"
#include "results/run_end.hpp"
#include "run/options.hpp"

namespace isorun {

// A run that was told to stop has units left, and need not be told so as a fault.
void explain_missing(RunRecord& run, const Options& options, const Schedule& schedule,
                     const Result<RunEnd>& end);

// What the suite itself has to say, once all of it has run.
void add_note_of(const Suite& suite, const Result<RunEnd>& end, RunRecord& run);

// What makes room, where a layer was full.
void hint_at_full_layers(const Options& options, RunRecord& run);

}  // namespace isorun
