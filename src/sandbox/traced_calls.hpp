// The system calls of a traced command that its tracer hears of (Command::traced), and where their
// arguments are.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <linux/filter.h>

#include <isorun/error.hpp>

namespace isorun {

enum class Deed : std::uint8_t {
  open,       // reads or writes, by its flags
  look,       // asks what is there: stat, access
  read_link,  //
  execute,
  list,  // a directory, by descriptor
  make_directory,
  make_node,
  make_symlink,
  make_link,  // the second path, to the first
  rename,     // the first path to the second
  remove,
  remove_directory,
  truncate,
  change,  // mode, owner, times, attributes
  lock,    // by descriptor
  bind,
  connect,  // also: sends to an address
  share_memory,
  share_semaphores,
  share_queue,
  open_queue,
  remove_queue,
  signal,
  set_clock,
  set_limit,
  set_host_name,
};

struct TracedCall {
  static constexpr std::int8_t none = -1;
  enum class If : std::uint8_t { always, equal, differs };

  // Calls count only if their masked argument is `value`, or only if it is not.
  struct Condition {
    If holds = If::always;
    std::uint8_t argument = 0;
    std::uint64_t mask = 0;
    std::uint64_t value = 0;
  };

  int number = none;  // negative: this architecture lacks it
  Deed deed = Deed::look;
  std::int8_t directory = none;  // the argument with a directory's descriptor; none: AT_FDCWD
  std::int8_t subject = none;    // a path, an address, a descriptor, a key or a process
  std::int8_t flags = none;
  std::int8_t directory_2 = none;
  std::int8_t subject_2 = none;
  Condition condition{};
};

std::span<const TracedCall> traced_calls();

// The filter that notifies the tracer of them. Programs of the machine's other ABIs are not traced.
// Errors: Phase::setup.
Result<std::vector<sock_filter>> make_trace_filter();

}  // namespace isorun
