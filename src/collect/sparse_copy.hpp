// Copies the content of a file, and leaves its holes: a sparse file may be larger than the disk.
#pragma once

#include <sys/types.h>

namespace isorun {

// Into an empty file. False, with errno, where that fails.
bool copy_sparse(int source, int target, off_t size);

}  // namespace isorun
