// Puts a file in its place on the host.
#pragma once

#include <string>

#include <sys/types.h>

#include <isorun/error.hpp>

namespace isorun {

// Copies the regular file that `source` has open to `path`, which is absolute, with the permissions
// of `mode`: as a whole, by rename(2), or not at all. Missing directories are made, and no symbolic
// link is followed. A directory at `path` is an error; anything else there is replaced. Errors:
// Phase::collect.
Result<void> place_on_host(int source, const std::string& path, mode_t mode);

}  // namespace isorun
