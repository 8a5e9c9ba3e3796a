// As many descriptors arrive as the kernel passes on, which need not be as many as were sent.
#include "base/descriptor_message.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <isorun/unique_fd.hpp>

namespace isorun {
namespace {

struct Arrival {
  std::size_t count = 0;
  bool is_cut = false;  // whether the kernel says that there were more

  bool operator==(const Arrival&) const = default;
};

void PrintTo(const Arrival& arrival, std::ostream* stream) {
  *stream << arrival.count << (arrival.is_cut ? ", cut" : "");
}

class DescriptorMessageTest : public testing::Test {
 protected:
  DescriptorMessageTest() {
    int ends[2] = {-1, -1};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    sender_.reset(ends[0]);
    receiver_.reset(ends[1]);
  }

  void send(std::size_t count) {
    const std::vector<int> descriptors(count, STDIN_FILENO);
    char byte = 'x';
    iovec data{&byte, 1};
    DescriptorMessage<8> message({&data, 1});
    message.attach(descriptors);
    EXPECT_EQ(::sendmsg(sender_.get(), message.header(), MSG_NOSIGNAL), 1);
  }

  template <std::size_t most>
  Arrival receive() {
    char byte = 0;
    iovec data{&byte, 1};
    DescriptorMessage<most> message({&data, 1});
    EXPECT_EQ(::recvmsg(receiver_.get(), message.header(), MSG_CMSG_CLOEXEC | MSG_DONTWAIT), 1);
    const std::span<const int> received = message.received();
    for (const int fd : received) EXPECT_EQ(::close(fd), 0) << fd;
    return {received.size(), (message.header()->msg_flags & MSG_CTRUNC) != 0};
  }

 private:
  UniqueFd sender_;
  UniqueFd receiver_;
};

TEST_F(DescriptorMessageTest, WithinTheRoomAllArrive) {
  for (const std::size_t count : {0U, 1U, 2U, 3U, 4U}) {
    send(count);
    EXPECT_EQ(receive<4>(), (Arrival{count, false}));
  }
}

TEST_F(DescriptorMessageTest, NoneIsInventedOrLeaksWhereMoreWereSent) {
  send(8);
  EXPECT_EQ(receive<4>(), (Arrival{4, true}));
  send(8);
  EXPECT_EQ(receive<1>(), (Arrival{2, true}));  // one fits into the padding
}

TEST_F(DescriptorMessageTest, OnlyThoseWithinTheLimitOfOpenFilesArrive) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  send(4);
  const int last = ::dup(STDIN_FILENO);
  const rlimit lower{static_cast<rlim_t>(last) + 1, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &lower), 0);
  ::close(last);
  EXPECT_EQ(receive<4>(), (Arrival{1, true}));
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
}

}  // namespace
}  // namespace isorun
