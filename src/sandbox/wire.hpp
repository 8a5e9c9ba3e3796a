// Messages between the launcher, the stage and the shards' pid 1 over sockets. All are the same
// program, so there are no versions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <sys/socket.h>

#include <isorun/sandbox.hpp>

namespace isorun {

// The numbers of a program's strings, which come in this order.
struct ProgramSize {
  std::uint32_t candidates;  // for execve
  std::uint32_t words;
  std::uint32_t variables;  // its environment
};

// The strings of the program are followed by those of the probe: of a command without variables of
// its own, or one word, a path.
struct ServiceRequest {
  ProgramSize program;
  ProgramSize probe;
  ReadinessProbe::Kind ready;
  std::int32_t stop_signal;
  std::uint64_t timeout_ns;
  std::uint64_t grace_ns;
  socklen_t address_size;
  sockaddr_storage address;  // for a socket
};

// Launcher -> stage, on a stream. A start is followed by `payload` bytes: a ServiceRequest for each
// service, and NUL-terminated strings: the working directory, those of the command and of each
// service. Descriptors come with it: the shard's channel, standard input, output and error, and
// the output of each service.
struct StageRequest {
  enum class Kind : std::uint32_t { id_maps_written, start, wake, remove_layer };
  Kind kind;
  std::uint32_t payload;
  std::uint64_t shard;
  std::uint32_t slot;
  std::uint32_t pointers;  // to strings, and null pointers
  ProgramSize command;
  std::uint16_t own_session;
  std::uint16_t traced;
  std::uint16_t setup;   // the number of this set-up plus 1; 0: it is none
  std::uint16_t setups;  // a bit for each set-up whose writes it sees
  std::uint32_t services;
};
inline constexpr int start_descriptors = 4;
inline constexpr int most_descriptors = start_descriptors + Sandbox::max_services;

// Stage -> launcher: during set-up, and at its end if files remain on disk.
struct StageReport {
  enum class Kind : std::uint32_t {
    wants_id_maps,
    ready,
    detach_failed,
    failed,
    confine_failed,
    not_removed
  };
  Kind kind;
  std::int32_t step;
  std::int32_t error;
  // the kernel's error message; for `ready`, the run's name on the scratch disk
  std::array<char, 256> message;
};

// Launcher -> pid 1 of a shard.
struct ShardOrder {
  std::int32_t signal;  // 0: open_layer; below that: announces the service with number -signal - 1
};
inline constexpr std::int32_t open_layer = 0;  // only the layer's root is requested

struct ServiceReport {
  ServiceEnding::How how;
  std::int32_t code;
  std::uint64_t start_up_ns;  // 0: it was never ready
};

// Pid 1 of a shard (or the stage if that does not exist yet) -> launcher: at the end, with the
// layer's root directory as descriptor if there is one; before that on request (`running`); with
// services, once the command starts and ends; and from a traced command, just before its exec
// (`traced`): with the listener as descriptor, or the error why there is none.
struct ShardReport {
  enum class Kind : std::uint32_t {
    ended,
    running,
    traced,
    command_starts,
    command_ended,
    service_failed,
    exec_failed,
    step_failed,
    clone_failed,
    network_failed,
    descriptors_failed,
    limits_failed,
    signals_failed,
    session_failed,
    clock_failed,
    chdir_failed,
    capabilities_failed
  };
  Kind kind;
  std::int32_t step;
  std::int32_t error;
  std::int32_t wait_status;
  std::uint32_t leftover_processes;
  std::uint32_t has_descriptor;  // it was sent, even if it does not arrive
  std::uint64_t wall_ns;
  std::uint64_t user_ns;
  std::uint64_t system_ns;
  std::uint64_t peak_memory_kib;
  ServiceReport services[Sandbox::max_services];
  std::array<char, 256> message;
};

}  // namespace isorun
