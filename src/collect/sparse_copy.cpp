#include "collect/sparse_copy.hpp"

#include <algorithm>
#include <cerrno>
#include <unistd.h>

#include <sys/sendfile.h>

#include "base/interruption.hpp"

namespace isorun {

// Between two looks at whether somebody waits for the end.
constexpr off_t piece = off_t{4} << 20;

bool copy_sparse(int source, int target, off_t size) {
  for (off_t data = ::lseek(source, 0, SEEK_DATA); data >= 0;) {
    const off_t hole = ::lseek(source, data, SEEK_HOLE);
    if (hole < 0 || ::lseek(target, data, SEEK_SET) < 0) return false;
    for (off_t at = data; at < hole;) {
      if (is_interrupted()) return false;
      const off_t size_of_piece = std::min(hole - at, piece);
      const ssize_t copied =
          ::sendfile(target, source, &at, static_cast<std::size_t>(size_of_piece));
      if (copied < 0) return false;
      if (copied == 0) break;
    }
    data = ::lseek(source, hole, SEEK_DATA);
  }
  // No more data.
  return errno == ENXIO && ::ftruncate(target, size) == 0;
}

}  // namespace isorun
