// Writes a file to its final path on the host.
#pragma once

#include <string>

#include <sys/types.h>

#include <isorun/error.hpp>

namespace isorun {

// Copies the regular file open as `source` to the absolute `path`, with the permission bits of
// `mode`. Atomic: the file is renamed into place. Creates missing directories and follows no
// symbolic link. A directory at `path` is an error; anything else is replaced. Errors:
// Phase::collect.
Result<void> place_on_host(int source, const std::string& path, mode_t mode);

}  // namespace isorun
