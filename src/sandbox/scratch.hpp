// The directory of one run on a scratch disk; see steps.hpp: system calls only.
//
// Locked with flock(2) while the stage or a shard's pid 1 lives: they share one open file
// description. The stage removes the directory at its end. If it is killed first, the directory
// remains unlocked, and the next run that uses the same disk removes it.
#pragma once

#include <array>
#include <cstdint>

#include "base/tree_removal.hpp"

namespace isorun {

using RunName = std::array<char, 32>;  // "isorun.scratch." and 16 hexadecimal digits

struct RunDirectory {
  int fd = -1;  // holds the lock
  RunName name{};
};

// Removes what dead runs of this user left in `disk`, then creates and locks a directory. `dying`,
// if not empty, names one whose last processes are about to end: waits for them.
long open_run_directory(const char* disk, const RunName& dying, RunDirectory& run, Levels& levels);

// Removes it with its content. The path of what remains is relative to `disk`.
Leftover remove_run_directory(const char* disk, const RunDirectory& run, Levels& levels);

}  // namespace isorun
