// Notes in the summary: why units are missing, and which option may help.
#pragma once

#include <isorun/error.hpp>

#include "report/record.hpp"
#include "report/terminal_settings.hpp"
#include "results/run_end.hpp"
#include "run/options.hpp"
#include "schedule/history.hpp"

namespace isorun {

// Units left by an interrupted run are not reported as a problem.
void explain_missing(RunRecord& run, const Options& options, const Schedule& schedule,
                     const Result<RunEnd>& end);

// The suite's own note, after a complete run.
void add_note_of(const Suite& suite, const Result<RunEnd>& end, RunRecord& run);

// Says that numbers in /proc were not the shards' own.
void note_outer_proc(RunRecord& run);

// Says that there was no history, if there were more units than slots.
void hint_at_empty_history(const History& history, const Options& options, RunRecord& run);

// A line for a person at a terminal: the command that finds out why units failed; empty if none
// failed.
std::string pointer_to_why(const RunRecord& run, const Options& options,
                           const TerminalSettings& settings);

// Names the options that enlarge layers, if a layer was full.
void hint_at_full_layers(const Options& options, RunRecord& run);

}  // namespace isorun
