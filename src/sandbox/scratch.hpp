// The directory of one run on a scratch disk; see steps.hpp: system calls only.
//
// It is locked with flock(2) for as long as the stage or one of the shards' pid 1 lives: they share
// one open file description. The stage removes it at the end. Where it could not, because it was
// killed, the directory is left unlocked, and whoever opens one on the same disk next removes it.
#pragma once

#include <array>
#include <cstdint>

namespace isorun {

using RunName = std::array<char, 32>;  // "isorun.scratch." and 16 hexadecimal digits

struct RunDirectory {
  int fd = -1;  // holds the lock
  RunName name{};
};

// Removes what dead runs of this user left in `disk`, then makes a directory and locks it. `dying`,
// if it is not empty, is the name of one whose last processes are about to end: waits for them.
long open_run_directory(const char* disk, const RunName& dying, RunDirectory& run);

// With all that it holds.
void remove_run_directory(const char* disk, const RunDirectory& run);

}  // namespace isorun
