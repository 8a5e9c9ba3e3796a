// The results of a run that has ended, read back: those of another machine, perhaps.
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
  ResultsLock lock;    // no run takes it meanwhile
  RunRecord record;    // its files lie where isorun puts them, and nowhere else
};

// Errors: Phase::usage, also where the run did not end.
Result<SavedRun> open_saved_run(const std::string& path);

// Shows it as it was shown when it ran. The record's files are below `directory`.
void replay(const RunRecord& run, int directory, Terminal& terminal);

// Most times that a unit ran.
unsigned most_tries(const RunRecord& run);

}  // namespace isorun
