// Copies the content of a file, and leaves its holes: a sparse file may be larger than the disk.
// System calls only: it serves between clone and exec as well.
#pragma once

#include <sys/types.h>

namespace isorun::raw {

// Of an open file of `size` bytes into an empty one. 0, or a negated errno: EINTR as soon as
// `should_stop`, which is asked every few MiB, says so.
long copy_sparse(int source, int target, off_t size, bool (*should_stop)() = nullptr);

}  // namespace isorun::raw
