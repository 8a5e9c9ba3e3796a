// isorun cache: lists and removes cached set-ups.
#pragma once

#include <isorun/error.hpp>

#include "results/cache_options.hpp"

namespace isorun {

// Returns the exit code. Errors: Phase::usage for a name that no cached set-up has; those of
// SetupCache.
Result<int> manage_cache(const CacheOptions& options);

}  // namespace isorun
