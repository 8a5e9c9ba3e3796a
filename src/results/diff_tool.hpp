// Runs diff(1).
#pragma once

#include <string>

#include <isorun/error.hpp>

namespace isorun {

// Prints the unified diff of two open files to standard output; -1 means no file. `path` names
// both. Errors: Phase::run.
Result<void> print_difference(int before, int after, const std::string& path);

}  // namespace isorun
