// `isorun exec`: one command in one sandbox, otherwise transparent.
#pragma once

#include <isorun/error.hpp>

#include "run/options.hpp"

namespace isorun {

// Runs the command with the caller's standard descriptors and terminal. Returns isorun's exit code:
// the command's own, 128+n for a signal, 124 timed out, 126 not executable, 127 not found. Errors:
// the sandbox could not be set up, and nothing ran.
Result<int> exec_in_sandbox(const Options& options);

}  // namespace isorun
