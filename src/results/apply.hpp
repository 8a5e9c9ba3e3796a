// isorun apply: a kept layer's changes, brought to the host.
#pragma once

#include <isorun/error.hpp>

#include "results/kept_options.hpp"

namespace isorun {

// Tells each change, then makes them: a file is replaced as a whole or not at all, and no symbolic
// link is followed. Where the host's file is no longer the one that the shard saw, nothing is done,
// unless forced. Answers the exit code: 1 where a change failed, which leaves those before it made,
// and is told with those that were not. Errors: Phase::usage.
Result<int> apply_kept(const KeptOptions& options);

}  // namespace isorun
