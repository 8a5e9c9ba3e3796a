// Reads back the results of a run that has ended, possibly on another machine.
#pragma once

#include <string>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

#include "report/record.hpp"
#include "report/terminal.hpp"
#include "results/results_lock.hpp"

namespace isorun {

struct SavedRun {
  std::string path;    // as the user named it
  UniqueFd directory;  // the results directory
  ResultsLock lock;    // keeps other runs out
  RunRecord record;    // its files are only where isorun puts them
};

// Whether a run is accepted that is still running or was killed.
enum class Unfinished { refused, accepted };

// Errors: Phase::usage, also if the run has not ended.
Result<SavedRun> open_saved_run(const std::string& path,
                                Unfinished unfinished = Unfinished::refused);

// Whether it is still running or was killed, so that only what it began with is known.
bool is_unfinished(const RunRecord& run);
std::unexpected<Error> refuse_unfinished(const std::string& path);

// Displays the run as it was. The record's files are below `directory`.
void replay(const RunRecord& run, int directory, Terminal& terminal);

// The maximum number of attempts of a unit.
unsigned most_tries(const RunRecord& run);

}  // namespace isorun
