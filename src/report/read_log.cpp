#include "report/read_log.hpp"

#include <cerrno>
#include <unistd.h>

#include <sys/stat.h>

namespace isorun {

std::uint64_t log_size(int log) {
  struct stat status {};
  return ::fstat(log, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

std::string read_log(int log, std::uint64_t offset, std::size_t most) {
  std::string bytes(most, '\0');
  std::size_t size = 0;
  while (size < most) {
    const ssize_t count =
        ::pread(log, bytes.data() + size, most - size, static_cast<off_t>(offset + size));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    size += static_cast<std::size_t>(count);
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace isorun
