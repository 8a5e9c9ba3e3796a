#include "run/control_socket.hpp"

#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "base/descriptor_message.hpp"
#include "base/text.hpp"
#include "files/files.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

constexpr const char* directory_name = ".control";
constexpr const char* socket_name = "control";

// Longer than execve(2) accepts.
constexpr std::size_t longest_message = 16UL * 1024 * 1024;

std::unexpected<Error> fail(std::string what, int code) {
  return std::unexpected(Error{Phase::run, code, std::move(what)});
}

std::unexpected<Error> refuse(int code = 0) {
  return fail("receiving a command for another sandbox", code);
}

std::size_t count_in(std::string_view text) {
  std::size_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

std::optional<RelayedCommand> parse(std::string_view body) {
  if (body.empty() || body.back() != '\0') return std::nullopt;
  body.remove_suffix(1);
  const std::vector<std::string_view> fields = split(body, '\0');
  constexpr std::size_t words_begin = 2;
  if (fields.size() <= words_begin) return std::nullopt;
  const std::size_t words = count_in(fields[1]);
  if (words == 0 || words > fields.size() - words_begin) return std::nullopt;
  const auto first = fields.begin() + words_begin;
  const auto last = first + static_cast<std::ptrdiff_t>(words);
  return RelayedCommand{.argv = {first, last},
                        .environment = {last, fields.end()},
                        .directory = std::string(fields[0]),
                        .streams = {}};
}

// Paths in sockaddr_un are limited to 108 bytes (unix(7)); a path through a descriptor is short.
sockaddr_un address_in(int directory) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  fmt::format_to_n(address.sun_path, sizeof address.sun_path - 1, "/proc/self/fd/{}/{}", directory,
                   socket_name);
  return address;
}

}  // namespace

Result<std::optional<RelayedCommand>> RelayConnection::read() {
  for (;;) {
    char buffer[65536];
    iovec data{buffer, sizeof buffer};
    DescriptorMessage<std::tuple_size_v<decltype(streams_)>> message({&data, 1});
    const ssize_t size = ::recvmsg(fd(), message.header(), MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) return std::nullopt;
    if (size <= 0) return refuse(size < 0 ? errno : 0);
    std::size_t place = 0;
    for (const int number : message.received()) {
      UniqueFd received(number);
      if (place < streams_.size()) streams_.at(place++) = std::move(received);
    }
    received_.append(buffer, static_cast<std::size_t>(size));
    std::uint32_t length = 0;
    if (received_.size() < sizeof length) continue;
    std::memcpy(&length, received_.data(), sizeof length);
    if (length > longest_message || received_.size() > sizeof length + length) return refuse();
    if (received_.size() < sizeof length + length) continue;
    std::optional<RelayedCommand> command =
        parse(std::string_view(received_).substr(sizeof length));
    if (!command || !streams_.back()) return refuse();
    command->streams = std::move(streams_);
    return command;
  }
}

bool RelayConnection::is_closed() const {
  pollfd source{fd(), 0, 0};
  return ::poll(&source, 1, 0) == 1;
}

void RelayConnection::answer(int exit_code) {
  const std::int32_t code = exit_code;
  ::send(fd(), &code, sizeof code, MSG_NOSIGNAL);
}

Result<ControlSocket> ControlSocket::open(int parent) {
  Result<void> made = remove_tree(parent, directory_name);
  if (!made) return std::unexpected(made.error());
  const auto fail_to = [](const char* verb) {
    return fail(fmt::format("{} {} in the results directory", verb, directory_name), errno);
  };
  if (::mkdirat(parent, directory_name, 0700) != 0) return fail_to("making");
  const UniqueFd place(
      ::openat(parent, directory_name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  std::error_code error;
  const fs::path path = fs::read_symlink(fmt::format("/proc/self/fd/{}", place.get()), error);
  ControlSocket control(parent, path.string(),
                        UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)));
  const sockaddr_un address = address_in(place.get());
  if (::bind(control.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(control.fd(), SOMAXCONN) != 0)
    return fail_to("listening in");
  return control;
}

ControlSocket::~ControlSocket() {
  if (socket_) static_cast<void>(remove_tree(parent_, directory_name));
}

std::string ControlSocket::path() const {
  return fmt::format("{}/{}", directory_, socket_name);
}

std::optional<RelayConnection> ControlSocket::accept() {
  UniqueFd connection(::accept4(fd(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!connection) return std::nullopt;
  return RelayConnection(std::move(connection));
}

}  // namespace isorun
