#include "sandbox/probe.hpp"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <time.h>

#include <sys/socket.h>

#include "base/raw.hpp"
#include "base/raw_file.hpp"

namespace isorun {
namespace {

using raw::call;

// How long to wait for a host that does not answer.
constexpr timespec patience = {1, 0};

long error_of(int socket) {
  int error = 0;
  socklen_t size = sizeof error;
  const long result = call(SYS_getsockopt, socket, SOL_SOCKET, SO_ERROR, &error, &size);
  return result != 0 ? result : -error;
}

}  // namespace

bool is_listening(const ServiceRequest& service, int interruption) {
  const int family = service.address.ss_family;
  const RawFd socket(call(SYS_socket, family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket.error() != 0) return false;
  long result = call(SYS_connect, socket.get(), &service.address, service.address_size);
  if (result == -EINPROGRESS) {
    pollfd sources[2] = {{socket.get(), POLLOUT, 0}, {interruption, POLLIN, 0}};
    timespec left = patience;
    call(SYS_ppoll, sources, 2, &left, nullptr, 0);
    result = sources[0].revents == 0 ? -ETIMEDOUT : error_of(socket.get());
  }
  // unix(7): the queue of the socket is full, or it takes datagrams.
  return result == 0 || result == -EAGAIN || result == -EPROTOTYPE;
}

bool is_there(const char* path) {
  return call(SYS_faccessat, AT_FDCWD, path, F_OK) == 0;
}

}  // namespace isorun
