// isorun diff: shows the changes in a run's kept layers.
#pragma once

#include <string>

#include <isorun/error.hpp>

#include "layers/changes.hpp"
#include "results/kept_options.hpp"

namespace isorun {

// Prints the changes; returns the exit code. Errors: Phase::usage.
Result<int> diff_kept(const KeptOptions& options);

// "\tmodified:      /path\n", as in git status.
std::string change_line(const Change& change);

}  // namespace isorun
