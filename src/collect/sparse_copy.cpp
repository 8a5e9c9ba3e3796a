#include "collect/sparse_copy.hpp"

#include <cerrno>
#include <unistd.h>

#include <sys/sendfile.h>

namespace isorun {

bool copy_sparse(int source, int target, off_t size) {
  for (off_t data = ::lseek(source, 0, SEEK_DATA); data >= 0;) {
    const off_t hole = ::lseek(source, data, SEEK_HOLE);
    if (hole < 0 || ::lseek(target, data, SEEK_SET) < 0) return false;
    for (off_t at = data; at < hole;) {
      const ssize_t copied = ::sendfile(target, source, &at, static_cast<std::size_t>(hole - at));
      if (copied < 0) return false;
      if (copied == 0) break;
    }
    data = ::lseek(source, hole, SEEK_DATA);
  }
  // No more data.
  return errno == ENXIO && ::ftruncate(target, size) == 0;
}

}  // namespace isorun
