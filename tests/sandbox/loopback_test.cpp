// A slot's private network is as good as the host's loopback, and as good for each shard as for the
// first one.
#include <iostream>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "box.hpp"
#include "conversation.hpp"

namespace isorun {
namespace {

constexpr std::uint16_t port = 4711;

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;

  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

Address ip(const char* text, std::uint16_t number = port) {
  Address address;
  auto& v4 = reinterpret_cast<sockaddr_in&>(address.storage);
  auto& v6 = reinterpret_cast<sockaddr_in6&>(address.storage);
  if (::inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(number);
    address.size = sizeof v4;
  } else {
    ::inet_pton(AF_INET6, text, &v6.sin6_addr);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(number);
    address.size = sizeof v6;
  }
  return address;
}

Address abstract_name(const char* name) {
  Address address;
  auto& local = reinterpret_cast<sockaddr_un&>(address.storage);
  local.sun_family = AF_UNIX;
  address.size = static_cast<socklen_t>(
      offsetof(sockaddr_un, sun_path) + 1 +
      std::string_view(name).copy(local.sun_path + 1, sizeof local.sun_path - 1));
  return address;
}

int open_socket(const Address& address, int type) {
  return ::socket(address.storage.ss_family, type, 0);
}

// Ends the process where it fails: the rest would wait for nothing.
int bind_to(const char* what, const Address& address, int type) {
  const int socket = open_socket(address, type);
  const int result = ::bind(socket, address.get(), address.size);
  tell(what, result);
  if (result != 0) ::_exit(1);
  return socket;
}

void close_first_as_server(const char* what, const Address& address) {
  const int server = bind_to(what, address, SOCK_STREAM);
  ::listen(server, 1);
  const int client = open_socket(address, SOCK_STREAM);
  ::connect(client, address.get(), address.size);
  const int accepted = ::accept(server, nullptr, nullptr);
  ::close(accepted);
  ::close(client);
  ::close(server);
}

// Leaves behind what a network can: connections in TIME_WAIT, data that nobody has read, sockets
// that are open to the end, names, members of a group.
const Inside litter("litter", [] {
  close_first_as_server("TCP", ip("127.0.0.1"));
  close_first_as_server("TCP of IPv6", ip("::1"));
  bind_to("UDP", ip("127.0.0.1"), SOCK_DGRAM);
  bind_to("UDP of IPv6", ip("::1"), SOCK_DGRAM);
  ::listen(bind_to("abstract", abstract_name("litter"), SOCK_STREAM), 1);
  const Address busy = ip("127.0.0.1", port + 1);
  const int server = bind_to("unread", busy, SOCK_STREAM);
  ::listen(server, 1);
  const int client = open_socket(busy, SOCK_STREAM | SOCK_NONBLOCK);
  ::connect(client, busy.get(), busy.size);
  const std::string data(1 << 16, 'x');
  while (::send(client, data.data(), data.size(), MSG_NOSIGNAL) > 0) {
  }
  const int member = bind_to("member", ip("0.0.0.0", port + 2), SOCK_DGRAM);
  const ip_mreq group{{::inet_addr("239.1.2.3")}, {INADDR_ANY}};
  tell("join", ::setsockopt(member, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group));
});
constexpr const char* all_littered =
    "TCP: OK\nTCP of IPv6: OK\nUDP: OK\nUDP of IPv6: OK\nabstract: OK\nunread: OK\nmember: OK\n"
    "join: OK\n";

class Loopback : public SandboxTest {};

// All that /proc shows of a network. Of sockstat, "mem" and the like are the whole machine's.
constexpr const char* describe_network =
    "cd /proc/self/net && grep -s . arp dev dev_mcast dev_snmp6/* if_inet6 igmp igmp6 "
    "ip6_flowlabel "
    "ipv6_route netstat packet raw raw6 route snmp snmp6 tcp tcp6 udp udp6 unix; "
    "sed 's/ orphan .*//; s/ mem.*//' sockstat sockstat6; "
    "cd /proc/sys/net && find . -type f ! -name '*key*' ! -name '*secret*' | sort | xargs grep -s "
    ".";

TEST_F(Loopback, EachShardFindsItAsTheFirstOneFoundIt) {
  Sandbox sandbox = open({});
  const std::string first = sh(sandbox, describe_network);
  ASSERT_NE(first.find("snmp6:"), std::string::npos) << first;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(run(sandbox, litter.argv()), all_littered);
    EXPECT_EQ(sh(sandbox, describe_network), first);
  }
}

TEST_F(Loopback, IsSharedByShardsThatLiveAtOnce) {
  Sandbox sandbox = open({});
  Conversation first(sandbox, {own_program(), "--inside", "serve_abstract"});
  ASSERT_EQ(first.hear(), "abstract: OK");
  EXPECT_EQ(sh(sandbox, "grep -c @kept /proc/net/unix"), "1\n");
  EXPECT_EQ(sh(sandbox, "grep -c @kept /proc/net/unix", 1), "0\n[exited 1]");
}
const Inside serve_abstract("serve_abstract", [] {
  bind_to("abstract", abstract_name("kept"), SOCK_STREAM);
  char end = 0;
  static_cast<void>(::read(STDIN_FILENO, &end, 1));
});

TEST_F(Loopback, BelongsToItsSlotUntilItIsUsed) {
  Sandbox sandbox = open({});
  const std::string name = "readlink /proc/self/ns/net";
  const std::string first = sh(sandbox, name);
  EXPECT_EQ(sh(sandbox, name), first);
  EXPECT_EQ(run(sandbox, litter.argv()), all_littered);
  EXPECT_NE(sh(sandbox, name), first);
}

void send_and_receive(const char* what, const Address& bound, const Address& target,
                      bool (*prepare)(int receiver, int sender)) {
  const int receiver = open_socket(bound, SOCK_DGRAM);
  const int sender = open_socket(target, SOCK_DGRAM);
  const timeval patience{10, 0};
  ::setsockopt(receiver, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  char byte = 'x';
  const bool worked = ::bind(receiver, bound.get(), bound.size) == 0 && prepare(receiver, sender) &&
                      ::sendto(sender, &byte, 1, 0, target.get(), target.size) == 1 &&
                      ::recv(receiver, &byte, 1, 0) == 1;
  tell(what, worked ? 0 : -1);
  ::close(receiver);
  ::close(sender);
}

bool as_they_are(int, int) {
  return true;
}

bool to_all(int, int sender) {
  const int on = 1;
  return ::setsockopt(sender, SOL_SOCKET, SO_BROADCAST, &on, sizeof on) == 0;
}

bool to_group(int receiver, int sender, in_addr_t device) {
  const ip_mreq group{{::inet_addr("239.1.2.3")}, {device}};
  const in_addr interface { device };
  return ::setsockopt(receiver, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group) == 0 &&
         ::setsockopt(sender, IPPROTO_IP, IP_MULTICAST_IF, &interface, sizeof interface) == 0;
}

const Inside use_all_of_loopback("use_all_of_loopback", [] {
  send_and_receive("127.0.0.1", ip("127.0.0.1"), ip("127.0.0.1"), as_they_are);
  send_and_receive("127.200.3.4", ip("127.200.3.4"), ip("127.200.3.4"), as_they_are);
  send_and_receive("this host", ip("0.0.0.0"), ip("0.0.0.0"), as_they_are);
  send_and_receive("::1", ip("::1"), ip("::1"), as_they_are);
  send_and_receive("both", ip("::"), ip("::ffff:127.0.0.1"), as_they_are);
  send_and_receive("broadcast", ip("0.0.0.0"), ip("127.255.255.255"), to_all);
  send_and_receive("multicast", ip("0.0.0.0"), ip("239.1.2.3"), [](int receiver, int sender) {
    return to_group(receiver, sender, htonl(INADDR_LOOPBACK));
  });
  send_and_receive("multicast anywhere", ip("0.0.0.0"), ip("239.1.2.3"),
                   [](int receiver, int sender) { return to_group(receiver, sender, INADDR_ANY); });
  send_and_receive("abstract", abstract_name("a"), abstract_name("a"), as_they_are);
});

TEST_F(Loopback, CarriesWhatTheHostsCarries) {
  const std::string all =
      "127.0.0.1: OK\n127.200.3.4: OK\nthis host: OK\n::1: OK\nboth: OK\nbroadcast: OK\n"
      "multicast: OK\nmulticast anywhere: OK\nabstract: OK\n";
  EXPECT_EQ(run({.network = Network::slot}, use_all_of_loopback.argv()), all);
  EXPECT_EQ(run({.network = Network::fresh}, use_all_of_loopback.argv()), all);
}

// The host does the same: a peer that closes last and reads again sees the end again, no error.
const Inside close_in_turn("close_in_turn", [] {
  const Address address = ip("127.0.0.1");
  const int server = bind_to("bind", address, SOCK_STREAM);
  ::listen(server, 1);
  const int client = open_socket(address, SOCK_STREAM);
  ::connect(client, address.get(), address.size);
  ::close(::accept(server, nullptr, nullptr));
  char byte = 0;
  tell("end", ::recv(client, &byte, 1, 0));
  tell("shutdown", ::shutdown(client, SHUT_WR));
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(client, SOL_SOCKET, SO_ERROR, &error, &size);
  errno = error;
  tell("last word", error == 0 ? 0 : -1);
});

TEST_F(Loopback, ClosesConnectionsAsTheHostDoes) {
  EXPECT_EQ(run({}, close_in_turn.argv()), "bind: OK\nend: OK\nshutdown: OK\nlast word: OK\n");
}

}  // namespace
}  // namespace isorun
