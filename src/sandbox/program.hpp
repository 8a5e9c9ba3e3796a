// Starts the programs of a shard: its command and its services. System calls only.
#pragma once

#include <cstdint>

#include "sandbox/stage.hpp"

namespace isorun {

inline constexpr std::size_t sigset_bytes = sizeof(std::uint64_t);  // the kernel's size

// The descriptor of a shard's channel.
inline constexpr int shard_channel = 3;

struct Launch {
  const ShardOrders* orders;
  const Program* program;
  bool own_session;
  bool traced;
  int streams[3];  // become its standard input, output and error
  ShardReport::Kind failed_at = ShardReport::Kind::clone_failed;
  long error = 0;  // why it was not executed

  // Carries out the next step, unless an earlier one failed.
  template <class Act>
  void next(ShardReport::Kind failure, Act act) {
    if (error != 0) return;
    failed_at = failure;
    error = act();
  }
};

// Returns once it has been executed: its pid. If that failed, nothing is left of it: a negated
// errno, and `failed_at`.
long start_program(Launch& launch);

// Commands must receive SIGCHLD if they expect it.
long default_child_signal();
long block_signals(const std::uint64_t& signals);

}  // namespace isorun
