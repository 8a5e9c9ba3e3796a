// A directory of one run in a place that others use as well, such as /tmp. Makes only system calls,
// so that it also works between clone and exec.
//
// Locked with flock(2) while the run lives: its processes share one open file description. Who made
// the directory removes it. If all are killed first, the directory remains unlocked, and the next
// run that uses the same place and prefix removes it.
#pragma once

#include <array>
#include <cstdint>

#include "base/tree_removal.hpp"

namespace isorun {

using RunName = std::array<char, 32>;  // a prefix, and 16 hexadecimal digits

struct RunDirectory {
  int fd = -1;  // holds the lock
  RunName name{};
};

// Removes what dead runs of this user left in `place`, then creates and locks a directory. The
// prefix has at most 15 bytes. `dying`, if not empty, names a directory whose last processes are
// about to end: waits for them.
long open_run_directory(const char* place, const char* prefix, const RunName& dying,
                        RunDirectory& run, Levels& levels);

// Removes it with its content. The path of what remains is relative to `place`.
Leftover remove_run_directory(const char* place, const RunDirectory& run, Levels& levels);

}  // namespace isorun
