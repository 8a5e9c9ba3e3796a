#include "sandbox/stage_socket.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <sys/socket.h>

#include "base/descriptor_message.hpp"
#include "base/raw.hpp"

namespace isorun {

using raw::call;

namespace stage_socket {

bool report(const StageReport& message) {
  const long sent = call(SYS_sendto, number, &message, sizeof message, MSG_NOSIGNAL, nullptr, 0);
  return sent == static_cast<long>(sizeof message);
}

bool receive(StageRequest& request, Descriptors& descriptors) {
  iovec data{&request, sizeof request};
  DescriptorMessage<most_descriptors> message({&data, 1});
  long size = 0;
  do size = call(SYS_recvmsg, number, message.header(), MSG_CMSG_CLOEXEC | MSG_WAITALL);
  while (size == -EINTR);
  if (size != sizeof request) return false;
  const std::span<const int> received = message.received();
  descriptors.count = std::min<std::size_t>(received.size(), most_descriptors);
  std::memcpy(descriptors.fds, received.data(), descriptors.count * sizeof(int));
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

void send_report(int channel, const ShardReport& report, int descriptor) {
  ShardReport sent = report;
  sent.has_descriptor = descriptor >= 0 ? 1 : 0;
  iovec data{&sent, sizeof sent};
  DescriptorMessage<1> message({&data, 1});
  message.attach({&descriptor, sent.has_descriptor});
  call(SYS_sendmsg, channel, message.header(), MSG_NOSIGNAL);
}

}  // namespace isorun
