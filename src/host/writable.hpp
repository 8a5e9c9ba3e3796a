// Which directories the caller could write.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "host/mounts.hpp"

namespace isorun {

// Whether the caller can make and delete what the directory holds.
bool can_write(const std::string& directory);

// The topmost directories that the caller can write: above the named starting points, on the roots
// of the mounts, and everywhere down to the third level below `/`. Canonical and sorted; none lies
// within another, nor in a kernel interface such as /proc. What it misses is not lost: a sandbox
// shows it read-only.
std::vector<std::string> writable_directories(const std::vector<Mount>& mounts,
                                              const std::vector<std::string>& starting_points);

}  // namespace isorun
