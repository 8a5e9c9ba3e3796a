#include <unistd.h>

#include <isorun/unique_fd.hpp>

namespace isorun {

void UniqueFd::reset(int fd) {
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
}

}  // namespace isorun
