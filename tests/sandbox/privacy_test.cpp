// What two shards must not share: IPC, names, ports.
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <iostream>
#include <mqueue.h>
#include <netdb.h>
#include <set>
#include <string_view>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "box.hpp"
#include "conversation.hpp"

namespace isorun {
namespace {

constexpr key_t ipc_key = 0x69736f72;
constexpr const char* ipc_name = "/isorun-test";

void bind_abstract_socket(const char* what) {
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::string_view("isorun-test").copy(address.sun_path + 1, sizeof address.sun_path - 1);
  tell(what, ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address));
}

// Each would fail with EEXIST or EADDRINUSE where another shard or the host has the same. Leaves
// everything behind, and waits for the end of its input.
const Inside create_ipc("create_ipc", [] {
  tell("shm", ::shmget(ipc_key, 4096, IPC_CREAT | IPC_EXCL | 0600));
  tell("sem", ::semget(ipc_key, 1, IPC_CREAT | IPC_EXCL | 0600));
  tell("shm_open", ::shm_open(ipc_name, O_RDWR | O_CREAT | O_EXCL, 0600));
  tell("mq_open", ::mq_open(ipc_name, O_RDWR | O_CREAT | O_EXCL, 0600, nullptr));
  bind_abstract_socket("socket");
  char end = 0;
  static_cast<void>(::read(STDIN_FILENO, &end, 1));
});
constexpr const char* all_created = "shm: OK\nsem: OK\nshm_open: OK\nmq_open: OK\nsocket: OK\n";

template <class Address>
void serve(const char* what, int family, const Address& address) {
  const int socket = ::socket(family, SOCK_STREAM, 0);
  tell(what, ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address));
  ::listen(socket, 1);
}

const Inside serve_on_fixed_port("serve_on_fixed_port", [] {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(8765);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  serve("bind", AF_INET, address);
  char end = 0;
  static_cast<void>(::read(STDIN_FILENO, &end, 1));
});

const Inside resolve_localhost("resolve_localhost", [] {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo("localhost", "1", &hints, &found); error != 0) {
    std::cout << ::gai_strerror(error) << '\n';
    return;
  }
  std::set<std::string> addresses;
  for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
    char text[NI_MAXHOST];
    ::getnameinfo(entry->ai_addr, entry->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
    addresses.insert(text);
  }
  for (const std::string& address : addresses) std::cout << address << '\n';
  ::freeaddrinfo(found);
});

// Both protocols can be served and reached.
const Inside use_loopback("use_loopback", [] {
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(8766);
  address.sin6_addr = in6addr_loopback;
  serve("bind", AF_INET6, address);
  const int client = ::socket(AF_INET6, SOCK_STREAM, 0);
  tell("connect", ::connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address));
});

class Privacy : public SandboxTest {};

TEST_F(Privacy, IpcObjectsOfTwoShardsAtOnce) {
  Sandbox sandbox = open({});
  Conversation first(sandbox, create_ipc.argv(), 0);
  Conversation second(sandbox, create_ipc.argv(), 0);  // of the same slot, even
  for (Conversation* shard : {&first, &second}) {
    std::string text;
    for (int i = 0; i < 4; ++i) text += shard->hear() + "\n";
    EXPECT_EQ(text, "shm: OK\nsem: OK\nshm_open: OK\nmq_open: OK\n");
  }
}

TEST_F(Privacy, IpcObjectsOfOneShardAfterTheOther) {
  Sandbox sandbox = open({});
  EXPECT_EQ(run(sandbox, create_ipc.argv()), all_created);
  EXPECT_EQ(run(sandbox, create_ipc.argv()), all_created);
  EXPECT_EQ(::shmget(ipc_key, 0, 0), -1);
  EXPECT_EQ(::semget(ipc_key, 0, 0), -1);
  EXPECT_EQ(::shm_open(ipc_name, O_RDONLY, 0), -1);
  EXPECT_EQ(::mq_open(ipc_name, O_RDONLY), static_cast<mqd_t>(-1));
}

TEST_F(Privacy, MessageQueuesAreShownInDev) {
  const bool is_there = is_root() || std::filesystem::exists("/dev/mqueue");
  EXPECT_EQ(sh({}, "test -d /dev/mqueue"), is_there ? "" : "[exited 1]");
}

TEST_F(Privacy, AbstractSocketsOfSlots) {
  Sandbox sandbox = open({});
  Conversation first(sandbox, create_ipc.argv(), 0);
  Conversation second(sandbox, create_ipc.argv(), 1);
  for (Conversation* shard : {&first, &second}) {
    for (int i = 0; i < 4; ++i) shard->hear();
    EXPECT_EQ(shard->hear(), "socket: OK");
  }
}

TEST_F(Privacy, AFixedPortInFourSlotsAtOnce) {
  Sandbox sandbox = open({});
  std::vector<std::unique_ptr<Conversation>> shards;
  for (unsigned slot = 0; slot < 4; ++slot) {
    shards.push_back(std::make_unique<Conversation>(sandbox, serve_on_fixed_port.argv(), slot));
  }
  for (const auto& shard : shards) EXPECT_EQ(shard->hear(), "bind: OK");
  Conversation same_slot(sandbox, serve_on_fixed_port.argv(), 3);
  EXPECT_EQ(same_slot.hear(), "bind: EADDRINUSE");
}

TEST_F(Privacy, FreshNetworksWithinOneSlot) {
  Sandbox sandbox = open({.network = Network::fresh});
  Conversation first(sandbox, serve_on_fixed_port.argv(), 0);
  Conversation second(sandbox, serve_on_fixed_port.argv(), 0);
  EXPECT_EQ(first.hear(), "bind: OK");
  EXPECT_EQ(second.hear(), "bind: OK");
}

std::string network(Sandbox& sandbox, unsigned slot) {
  return sh(sandbox, "readlink /proc/self/ns/net", slot);
}

TEST_F(Privacy, ANetworkBelongsToItsSlot) {
  Sandbox sandbox = open({});
  const std::string first = network(sandbox, 0);
  EXPECT_EQ(network(sandbox, 0), first);
  EXPECT_NE(network(sandbox, 1), first);
  EXPECT_NE(first, std::filesystem::read_symlink("/proc/self/ns/net").string() + "\n");
}

TEST_F(Privacy, HostNetwork) {
  Sandbox sandbox = open({.network = Network::host});
  EXPECT_EQ(network(sandbox, 0),
            std::filesystem::read_symlink("/proc/self/ns/net").string() + "\n");
}

TEST_F(Privacy, NoNetworkHasNotEvenLoopback) {
  EXPECT_EQ(run({.network = Network::none}, use_loopback.argv()),
            "bind: EADDRNOTAVAIL\nconnect: EADDRNOTAVAIL\n");
}

TEST_F(Privacy, LoopbackWorksInPrivateNetworks) {
  EXPECT_EQ(run({.network = Network::slot}, use_loopback.argv()), "bind: OK\nconnect: OK\n");
  EXPECT_EQ(run({.network = Network::fresh}, use_loopback.argv()), "bind: OK\nconnect: OK\n");
}

TEST_F(Privacy, LocalhostIsBothAddresses) {
  EXPECT_EQ(run({.network = Network::slot}, resolve_localhost.argv()), "127.0.0.1\n::1\n");
  EXPECT_EQ(run({.network = Network::fresh}, resolve_localhost.argv()), "127.0.0.1\n::1\n");
}

TEST_F(Privacy, TheHostnameMeansSomething) {
  EXPECT_EQ(sh({}, "getent hosts $(hostname) > /dev/null"), "");
}

TEST_F(Privacy, TemporaryFilesAndProcessesOfOthersAreNotSeen) {
  Sandbox sandbox = open({});
  Conversation first(
      sandbox,
      {"/bin/sh", "-c", "touch /tmp/mine /dev/shm/mine /var/tmp/mine; echo ready; read end"});
  ASSERT_EQ(first.hear(), "ready");
  EXPECT_EQ(sh(sandbox,
               "ls /dev/shm /var/tmp; test -e /tmp/mine && echo seen; "
               "set -- /proc/[0-9]*; echo $#"),
            "/dev/shm:\n\n/var/tmp:\n2\n");  // pid 1 and the shell
}

}  // namespace
}  // namespace isorun
