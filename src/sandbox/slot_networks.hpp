// The private networks of a run's slots. Part of the stage: system calls only.
#pragma once

#include <isorun/sandbox.hpp>

namespace isorun {

// Creating a network namespace costs more than the rest of a sandbox, so a slot keeps an unused
// one. A used one is not clean: TIME_WAIT occupies ports, sockets outlive their processes
// (io_uring, unacknowledged data), routes have metrics, counters count. Then the next shard gets a
// new one, so that each finds what the first one found. A sysctl that shortens TIME_WAIT instead
// would be visible to tests: with tcp_max_tw_buckets=0, whichever side closes last is reset.
class SlotNetworks {
 public:
  // The slot's network namespace, with loopback up: a descriptor, or a negated errno. It is the
  // previous one if no shard has used it, or if a running shard is using it.
  long get(unsigned slot, bool is_in_use);

 private:
  struct Network {
    int space = -1;
    // /proc files that keep showing the namespace in which they were opened.
    int sockets = -1;
    int traffic = -1;
  };

  static long make(Network& network);
  static void drop(Network& network);
  static bool is_untouched(const Network& network);

  Network networks_[Sandbox::max_slots];  // the launcher knows how many are in use
};

}  // namespace isorun
