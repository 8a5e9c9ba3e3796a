// Finds the directories that the caller can write.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "host/mounts.hpp"

namespace isorun {

// Whether the caller can create and delete entries in the directory.
bool can_write(const std::string& directory);

// The topmost directories that the caller can write: above the named starting points, on the roots
// of mounts, and down to the third level below `/`. Canonical and sorted; none contains another or
// lies in a kernel interface such as /proc. Directories it misses are read-only in the sandbox.
std::vector<std::string> writable_directories(const std::vector<Mount>& mounts,
                                              const std::vector<std::string>& starting_points);

}  // namespace isorun
