// Sends what a sandbox could send to the control socket: each part is a message with as many
// descriptors as its first byte says.
#include "run/control_socket.hpp"

#include <array>
#include <cstring>
#include <fcntl.h>

#include <sys/socket.h>

#include "fuzz.hpp"

using namespace isorun;
using namespace isorun::fuzz;

namespace {

constexpr std::size_t most_descriptors = 8;

void send(int socket, std::string_view bytes, std::size_t count) {
  static const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  std::array<int, most_descriptors> descriptors{};
  descriptors.fill(null.get());
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof descriptors)> control{};
  iovec data{const_cast<char*>(bytes.data()), bytes.size()};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  if (count > 0) {
    message.msg_control = control.data();
    message.msg_controllen = CMSG_SPACE(count * sizeof(int));
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(count * sizeof(int));
    std::memcpy(CMSG_DATA(header), descriptors.data(), count * sizeof(int));
  }
  ::sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

}  // namespace

FUZZ(control_socket) {
  int ends[2] = {-1, -1};
  require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0, "there is a socket");
  const UniqueFd sender(ends[0]);
  RelayConnection connection{UniqueFd(ends[1])};
  for (std::string_view bytes : parts_of(input)) {
    if (bytes.size() < 2) continue;
    const std::size_t count = static_cast<unsigned char>(bytes[0]) % (most_descriptors + 1);
    send(sender.get(), bytes.substr(1), count);
    const auto command = connection.read();
    if (!command) return;
    if (!*command) continue;
    require(!(*command)->argv.empty(), "a command has a word");
    for (const UniqueFd& stream : (*command)->streams)
      require(static_cast<bool>(stream), "a command has its streams");
    return;
  }
}
