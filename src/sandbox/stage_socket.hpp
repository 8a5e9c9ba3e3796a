// Messages from the stage and its shards to the launcher. Part of the stage: system calls only.
#pragma once

#include <cstddef>

#include "sandbox/wire.hpp"

namespace isorun::stage_socket {

// The descriptor of the stage's end.
inline constexpr int number = 3;

struct Descriptors {
  std::size_t count = 0;
  int fds[most_descriptors] = {};
};

// False if the launcher is gone.
bool report(const StageReport& message);

// False if the launcher is gone or violates the protocol.
bool receive(StageRequest& request, Descriptors& descriptors);

// Reads the bytes that follow a request. False as above.
bool receive_bytes(char* place, std::size_t size);

}  // namespace isorun::stage_socket

namespace isorun {

// Sends a report over a shard's channel, with the descriptor unless it is -1.
void send_report(int channel, const ShardReport& report, int descriptor);

}  // namespace isorun
