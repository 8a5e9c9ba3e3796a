#include "base/wakeups.hpp"

#include <chrono>
#include <unistd.h>

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <isorun/unique_fd.hpp>

namespace isorun {
namespace {

using namespace std::chrono_literals;

const Deadline far = Deadline::in(1h);
const Deadline past = Deadline::at({});

// With one that is far, a wait that nothing ends fails by the test's time limit.
class WakeupsTest : public testing::Test {
 protected:
  WakeupsTest() {
    int ends[2] = {-1, -1};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    own_ = UniqueFd(ends[0]);
    peer_ = UniqueFd(ends[1]);
  }

  // Whether the deadline ends the wait, although it comes last.
  static bool waits(Wakeups wakeups) {
    const Deadline soon = Deadline::in(10ms);
    wakeups.add(soon);
    wakeups.wait();
    return soon.has_passed();
  }

  UniqueFd own_;
  UniqueFd peer_;
};

TEST_F(WakeupsTest, AnInputWakes) {
  EXPECT_TRUE(waits(Wakeups({own_.get()})));
  ASSERT_EQ(::write(peer_.get(), "x", 1), 1);
  Wakeups({own_.get()}, far).wait();
}

TEST_F(WakeupsTest, TheFirstDeadlineWakes) {
  Wakeups wakeups({own_.get()}, far);
  wakeups.add(past);
  wakeups.add(Deadline());
  wakeups.wait();
}

TEST_F(WakeupsTest, AHangupWakesButNotWhatThePeerSends) {
  Wakeups wakeups({}, far);
  wakeups.add_hangup(own_.get());
  ASSERT_EQ(::write(peer_.get(), "x", 1), 1);
  EXPECT_TRUE(waits(wakeups));
  peer_.reset();
  wakeups.wait();
}

TEST_F(WakeupsTest, ANegativeDescriptorWakesNobody) {
  EXPECT_TRUE(waits(Wakeups({-1})));
}

}  // namespace
}  // namespace isorun
