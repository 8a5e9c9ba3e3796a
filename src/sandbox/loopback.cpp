// Sets up the loopback device of a private network. Part of the steps: system calls only.
#include <cstring>

#include <net/if.h>
#include <net/route.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/raw.hpp"
#include "base/raw_file.hpp"
#include "sandbox/steps.hpp"

namespace isorun {
namespace {

using raw::call;

constexpr char loopback[] = "lo";

// Routes 224.0.0.0/4, as a host's network does, for programs that name no device.
long route_multicast(int socket) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_UNSPEC_GROUP);
  rtentry route{};
  std::memcpy(&route.rt_dst, &address, sizeof address);
  address.sin_addr.s_addr = htonl(0xf0000000);
  std::memcpy(&route.rt_genmask, &address, sizeof address);
  char device[sizeof loopback];
  std::memcpy(device, loopback, sizeof loopback);
  route.rt_dev = device;
  route.rt_flags = RTF_UP;
  return call(SYS_ioctl, socket, SIOCADDRT, &route);
}

}  // namespace

long bring_loopback_up() {
  const RawFd socket(call(SYS_socket, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (socket.error() != 0) return socket.error();
  ifreq request{};
  std::memcpy(request.ifr_name, loopback, sizeof loopback);
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  if (const long error = call(SYS_ioctl, socket.get(), SIOCSIFFLAGS, &request)) return error;
  return route_multicast(socket.get());
}

}  // namespace isorun
