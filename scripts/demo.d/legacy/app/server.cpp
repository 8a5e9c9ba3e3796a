#include "app/server.hpp"

#include <cerrno>
#include <chrono>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "app/settings.hpp"

namespace legacy {
namespace {

[[noreturn]] void fail(std::string_view doing, int port) {
  throw std::system_error(errno, std::generic_category(),
                          fmt::format("{} 127.0.0.1:{}", doing, port));
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

const sockaddr* generic(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

struct Connection {
  explicit Connection(int socket) : fd(socket) {
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { ::close(fd); }

  void send_line(std::string line) const {
    line += '\n';
    ::send(fd, line.data(), line.size(), MSG_NOSIGNAL);
  }

  // Leaves out the line's end; empty when the peer is gone or silent.
  [[nodiscard]] std::string receive_line() const {
    std::string line;
    for (char c = 0; ::recv(fd, &c, 1, 0) == 1 && c != '\n';) line += c;
    return line;
  }

  int fd;
};

// One attempt; -1 with errno when the port is taken.
int try_listen(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;  // past connections do not hold the port, a live server does
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  const sockaddr_in address = loopback(port);
  if (::bind(fd, generic(address), sizeof address) == 0 && ::listen(fd, 16) == 0) return fd;
  const int error = errno;
  ::close(fd);
  errno = error;
  return -1;
}

// Sometimes another test run holds the port: give it time to end.
int listen_on(int port) {
  constexpr std::chrono::milliseconds poll_interval{100};
  for (std::chrono::milliseconds waited{};; waited += poll_interval) {
    if (const int fd = try_listen(port); fd >= 0) return fd;
    if (errno != EADDRINUSE || waited >= Settings::get().port_timeout) fail("serving at", port);
    std::this_thread::sleep_for(poll_interval);
  }
}

}  // namespace

Server::Server(int port, Handler handler)
    : fd_(listen_on(port)), handler_(std::move(handler)), thread_([this] { serve(); }) {}

Server::~Server() {
  ::shutdown(fd_, SHUT_RDWR);  // wakes accept, which then fails
  thread_.join();
  ::close(fd_);
}

void Server::serve() const {
  for (int fd; (fd = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
    const Connection client(fd);
    client.send_line(handler_(client.receive_line()));
  }
}

std::string request(int port, const std::string& line) {
  const Connection server(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = loopback(port);
  if (::connect(server.fd, generic(address), sizeof address) != 0) fail("connecting to", port);
  server.send_line(line);
  std::string answer = server.receive_line();
  if (answer.empty()) fail("no answer from", port);
  return answer;
}

}  // namespace legacy
