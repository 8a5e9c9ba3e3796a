#include "base/sparse_copy.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <unistd.h>

#include "base/raw.hpp"

namespace isorun::raw {
namespace {

// Copies from both files' current offsets; fewer than `size` bytes if the source ends early.
long copy_bytes(int source, int target, long size, bool (*should_stop)()) {
  const long most = should_stop == nullptr ? 1L << 30 : 4L << 20;
  while (size > 0) {
    if (should_stop != nullptr && should_stop()) return -EINTR;
    const long copied = call(SYS_sendfile, target, source, nullptr, std::min(size, most));
    if (copied == -EINTR) continue;
    if (copied <= 0) return copied;
    size -= copied;
  }
  return 0;
}

}  // namespace

long copy_sparse(int source, int target, off_t size, bool (*should_stop)()) {
  // Files in /proc report a size of 0 but are not empty.
  if (size == 0) return copy_bytes(source, target, LONG_MAX, should_stop);
  for (long end = 0; end < size;) {
    const long data = call(SYS_lseek, source, end, SEEK_DATA);
    if (data == -ENXIO) return call(SYS_ftruncate, target, size);  // a hole up to the end
    if (data == -EINVAL)
      return copy_bytes(source, target, LONG_MAX, should_stop);  // SEEK_DATA is not supported
    if (data < 0) return data;
    end = call(SYS_lseek, source, data, SEEK_HOLE);
    if (end < 0) return end;
    for (const int file : {source, target}) {
      if (const long moved = call(SYS_lseek, file, data, SEEK_SET); moved < 0) return moved;
    }
    const long length = std::min(end, size) - data;
    if (const long error = copy_bytes(source, target, length, should_stop)) return error;
  }
  return 0;
}

}  // namespace isorun::raw
