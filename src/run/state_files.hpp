// The files on the host in which frameworks record their last run.
#pragma once

#include "report/record.hpp"
#include "suite/suite.hpp"

namespace isorun {

// Updates them with the run's results. A file that cannot be written adds a warning to `run`.
void update_state_files(const Suite& suite, RunRecord& run);

}  // namespace isorun
