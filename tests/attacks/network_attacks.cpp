// Ways to the host's network and to what listens there.
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sched.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <isorun/unique_fd.hpp>

#include "attack.hpp"

namespace isorun {
namespace {

constexpr const char* network_namespace = "network namespace";

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

template <class Address>
long connect(int type, const Address& address, socklen_t size = sizeof(Address)) {
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  const UniqueFd socket(::socket(generic->sa_family, type, 0));
  return ::connect(socket.get(), generic, size);
}

Verdict connect_by_tcp(const Target& target) {
  return if_done(connect(SOCK_STREAM, loopback(target.port)));
}
Verdict connect_by_tcp6(const Target& target) {
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(static_cast<std::uint16_t>(target.port));
  address.sin6_addr = in6addr_loopback;
  const long connected = connect(SOCK_STREAM, address);
  const bool is_without = errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL;
  return connected != 0 && is_without ? Verdict::absent : if_done(connected);
}
// A port that the host listens on cannot be taken.
Verdict take_its_port(const Target& target) {
  const sockaddr_in address = loopback(target.port);
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM, 0));
  const int bound =
      ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  return bound != 0 && errno == EADDRINUSE ? Verdict::reached : Verdict::refused;
}
Verdict connect_to_abstract(const Target& target) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  target.name.copy(address.sun_path + 1, sizeof address.sun_path - 1);
  const std::size_t size = offsetof(sockaddr_un, sun_path) + 1 + target.name.size();
  return if_done(connect(SOCK_STREAM, address, static_cast<socklen_t>(size)));
}
Verdict connect_to_a_file(const Target& target) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (::chdir(target.place.c_str()) != 0) return Verdict::refused;
  std::strcpy(address.sun_path, "socket");
  return if_done(connect(SOCK_STREAM, address));
}
bool is_listed(const char* table, const std::string& name) {
  std::ifstream file(table);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return text.find(name) != std::string::npos;
}
Verdict find_unix_sockets(const Target& target) {
  return is_listed("/proc/net/unix", target.name) ? Verdict::reached : Verdict::refused;
}
Verdict find_udp_sockets(const Target& target) {
  const std::string port = fmt::format(":{:04X} ", target.port);
  return is_listed("/proc/net/udp", port) ? Verdict::reached : Verdict::refused;
}
// Sets the flags that the device has already.
Verdict configure_a_device(const Target&) {
  const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  ::ioctl(socket.get(), SIOCGIFFLAGS, &request);
  return if_done(::ioctl(socket.get(), SIOCSIFFLAGS, &request));
}
Verdict make_a_device(const Target&) {
  const UniqueFd tunnel(::open("/dev/net/tun", O_RDWR | O_CLOEXEC));
  if (!tunnel) return Verdict::absent;
  ifreq request{};
  request.ifr_flags = 0x1002;  // a tap without packet information
  return if_done(::ioctl(tunnel.get(), 0x400454ca /* TUNSETIFF */, &request));
}
Verdict enter_its_network(const Target& target) {
  const std::string path = "/proc/" + std::to_string(target.process) + "/ns/net";
  const UniqueFd network(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  return network ? if_permitted(::setns(network.get(), CLONE_NEWNET)) : Verdict::refused;
}
Verdict forward_packets(const Target&) {
  return if_opened("/proc/sys/net/ipv4/ip_forward", O_WRONLY);
}
constexpr Attack attacks[] = {
    {"connect_to_a_port", network_namespace, Twin::host, connect_by_tcp},
    {"connect_to_a_port_by_ipv6", network_namespace, Twin::host, connect_by_tcp6},
    {"find_udp_sockets", network_namespace, Twin::host, find_udp_sockets},
    {"meet_a_port", network_namespace, Twin::host, take_its_port},
    {"connect_to_an_abstract_socket", network_namespace, Twin::host, connect_to_abstract},
    {"find_unix_sockets", network_namespace, Twin::host, find_unix_sockets},
    {"connect_to_a_socket_file", "overlay", Twin::host, connect_to_a_file},
    {"configure_a_device", "capabilities", Twin::unshared, configure_a_device},
    {"make_a_network_device", "capabilities", Twin::unshared, make_a_device},
    {"enter_a_network", "pid namespace", Twin::root, enter_its_network},
    {"forward_packets", "network namespace", Twin::root, forward_packets},
};

}  // namespace

std::span<const Attack> network_attacks() {
  return attacks;
}

}  // namespace isorun
