// What a thread waits for: descriptors, and the first of some deadlines.
//
//   Wakeups({signals.fd(), shard.event_fd()}, deadline).wait();
#pragma once

#include <initializer_list>
#include <poll.h>
#include <vector>

#include "base/deadline.hpp"

namespace isorun {

class Wakeups {
 public:
  explicit Wakeups(std::initializer_list<int> inputs = {}, const Deadline& deadline = {});

  // A negative descriptor is ignored.
  void add_input(int fd) { descriptors_.push_back({fd, POLLIN, 0}); }
  // Only the peer's end wakes, not what it sends.
  void add_hangup(int fd) { descriptors_.push_back({fd, 0, 0}); }
  void add(const Deadline& deadline);

  // Returns when one of them may be ready; a signal ends it early.
  void wait();

 private:
  std::vector<pollfd> descriptors_;
  Deadline first_;
};

}  // namespace isorun
