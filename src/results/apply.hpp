// isorun apply: applies a kept layer's changes to the host.
#pragma once

#include <isorun/error.hpp>

#include "results/kept_options.hpp"

namespace isorun {

// Lists each change, then makes them: a file is replaced as a whole or not at all, and no symbolic
// link is followed. If a file on the host differs from what the shard saw, nothing is done, unless
// forced. Returns the exit code: 1 if a change failed; earlier changes stay, and those not made are
// listed. Errors: Phase::usage.
Result<int> apply_kept(const KeptOptions& options);

}  // namespace isorun
