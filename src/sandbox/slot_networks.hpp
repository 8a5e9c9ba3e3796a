// The private networks of a run's slots. Part of the stage: system calls only.
#pragma once

#include <isorun/sandbox.hpp>

namespace isorun {

// A network namespace costs more than all the rest of a sandbox, so a slot keeps its own for as
// long as nobody uses it. One that was used is not as it was: TIME_WAIT keeps ports, sockets
// outlive their processes (io_uring, unacknowledged data), routes have metrics, counters count.
// There the next shard gets another, so that each finds what the first one found. That a sysctl
// could shorten TIME_WAIT instead, tests would notice: with tcp_max_tw_buckets=0 who closes last is
// reset.
class SlotNetworks {
 public:
  // The slot's network namespace, with loopback up: a descriptor, or a negated errno. It is the one
  // there was if no shard has used it, or if one that lives does.
  long get(unsigned slot, bool is_in_use);

 private:
  struct Network {
    int space = -1;
    // Files of /proc that stay those of the namespace in which they were opened.
    int sockets = -1;
    int traffic = -1;
  };

  static long make(Network& network);
  static void drop(Network& network);
  static bool is_untouched(const Network& network);

  Network networks_[Sandbox::max_slots];  // the launcher knows how many there are
};

}  // namespace isorun
