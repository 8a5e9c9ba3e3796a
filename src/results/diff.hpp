// isorun diff: what the kept layers of a run hold.
#pragma once

#include <string>

#include <isorun/error.hpp>

#include "layers/changes.hpp"
#include "results/kept_options.hpp"

namespace isorun {

// Prints it; answers the exit code. Errors: Phase::usage.
Result<int> diff_kept(const KeptOptions& options);

// "\tmodified:      /path\n", as git status has it.
std::string change_line(const Change& change);

}  // namespace isorun
