// What frameworks remember of their last run, in files on the host that no shard can write.
#pragma once

#include "report/record.hpp"
#include "suite/suite.hpp"

namespace isorun {

// Brings them up to date with the run's results; warns in `run` of what could not be written.
void update_state_files(const Suite& suite, RunRecord& run);

}  // namespace isorun
