#include "sandbox/stage_socket.hpp"

#include <cerrno>
#include <cstring>

#include <sys/socket.h>

#include "base/raw.hpp"

namespace isorun {

using raw::call;

namespace stage_socket {

bool report(const StageReport& message) {
  const long sent = call(SYS_sendto, number, &message, sizeof message, MSG_NOSIGNAL, nullptr, 0);
  return sent == static_cast<long>(sizeof message);
}

bool receive(StageRequest& request, Descriptors& descriptors) {
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof descriptors.fds)];
  iovec data{&request, sizeof request};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  long size = 0;
  do size = call(SYS_recvmsg, number, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL);
  while (size == -EINTR);
  if (size != sizeof request) return false;
  descriptors.count = received_descriptors(message, descriptors.fds);
  return true;
}

bool receive_bytes(char* place, std::size_t size) {
  for (std::size_t got = 0; got < size;) {
    const long part = call(SYS_recvfrom, number, place + got, size - got, 0, nullptr, nullptr);
    if (part == -EINTR) continue;
    if (part <= 0) return false;
    got += static_cast<std::size_t>(part);
  }
  return true;
}

}  // namespace stage_socket

void send_report(int channel, const ShardReport& report, int layer) {
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof layer)] = {};
  ShardReport sent = report;
  sent.has_layer = layer >= 0 ? 1 : 0;
  iovec data{&sent, sizeof sent};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  if (layer >= 0) {
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof layer);
    std::memcpy(CMSG_DATA(header), &layer, sizeof layer);
  }
  call(SYS_sendmsg, channel, &message, MSG_NOSIGNAL);
}

}  // namespace isorun
