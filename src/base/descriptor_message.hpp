// A message that carries file descriptors (SCM_RIGHTS, see unix(7)).
//
//   iovec data{&request, sizeof request};
//   DescriptorMessage<4> message({&data, 1});
//   message.attach(descriptors);
//   ::sendmsg(socket, message.header(), MSG_NOSIGNAL);
//
// Also used between clone and exec: no allocation, and always inlined, so that no copy of this code
// is shared with files that are built with sanitizers.
#pragma once

#include <cstddef>
#include <cstring>
#include <span>

#include <sys/socket.h>

namespace isorun {

template <std::size_t most>
class DescriptorMessage {
 public:
  // `data` is borrowed.
  [[gnu::always_inline]] explicit DescriptorMessage(std::span<iovec> data) {
    header_.msg_iov = data.data();
    header_.msg_iovlen = data.size();
    header_.msg_control = control_;
    header_.msg_controllen = sizeof control_;
  }
  DescriptorMessage(const DescriptorMessage&) = delete;
  DescriptorMessage& operator=(const DescriptorMessage&) = delete;

  // sendmsg(2) and recvmsg(2) take this.
  [[gnu::always_inline]] msghdr* header() { return &header_; }

  // Sends these descriptors, at most `most`.
  [[gnu::always_inline]] void attach(std::span<const int> descriptors) {
    header_.msg_controllen = descriptors.empty() ? 0 : CMSG_SPACE(descriptors.size_bytes());
    if (descriptors.empty()) return;
    cmsghdr* const control = CMSG_FIRSTHDR(&header_);
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SCM_RIGHTS;
    control->cmsg_len = CMSG_LEN(descriptors.size_bytes());
    std::memcpy(CMSG_DATA(control), descriptors.data(), descriptors.size_bytes());
  }

  // The descriptors that were received. There may be fewer than were sent, because the kernel drops
  // those beyond the limit of open files (MSG_CTRUNC, recvmsg(2)), and one more than `most`, which
  // fits into the padding. Valid as long as this object.
  [[gnu::always_inline]] std::span<const int> received() {
    const cmsghdr* const control = CMSG_FIRSTHDR(&header_);
    if (control == nullptr || control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS)
      return {};
    const std::size_t bytes = control->cmsg_len - CMSG_LEN(0);
    std::memcpy(received_, CMSG_DATA(control), bytes);
    return {received_, bytes / sizeof(int)};
  }

 private:
  msghdr header_{};
  alignas(cmsghdr) char control_[CMSG_SPACE(most * sizeof(int))] = {};
  int received_[most + 1] = {};
};

}  // namespace isorun
