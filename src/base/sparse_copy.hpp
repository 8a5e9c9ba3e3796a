// Copies a file and preserves its holes: a sparse file may be larger than the disk.
// Makes only system calls, so that it also works between clone and exec.
#pragma once

#include <sys/types.h>

namespace isorun::raw {

// Copies an open file of `size` bytes into an empty one. 0, or a negated errno: EINTR once
// `should_stop`, which is called every few MiB, returns true.
long copy_sparse(int source, int target, off_t size, bool (*should_stop)() = nullptr);

}  // namespace isorun::raw
