// How a shard's command ended, and what it used.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "isorun/error.hpp"
#include "isorun/service.hpp"

namespace isorun {

struct Ending {
  enum class How {
    exited,          // `code` is the exit code, 0 to 255
    signaled,        // `code` is the signal's number
    setup_failed,    // the sandbox could not be set up, or its layer was lost; see `error`
    exec_failed,     // the command could not be executed; `code` is the errno, see also `error`
    service_failed,  // a service was not ready, so the command was not started; see `error`
    lost,            // the sandbox vanished without a report (its pid 1 was killed)
  };
  How how = How::lost;
  int code = 0;
  Error error;

  std::chrono::nanoseconds wall{};  // from just before exec to the end of the command
  std::chrono::nanoseconds user{};  // of all processes of the sandbox that ended
  std::chrono::nanoseconds system{};
  std::uint64_t peak_memory_bytes = 0;    // of the largest single process (getrusage(2), ru_maxrss)
  unsigned leftover_processes = 0;        // still alive at the end, except services; killed
  std::vector<ServiceEnding> services{};  // in the order of Command::services
};

}  // namespace isorun
