// isorun's own process: the state that main changes first and children get back, and signals that
// ask it to stop.
#pragma once

#include <cstdint>
#include <optional>
#include <spawn.h>
#include <string>
#include <vector>

#include <sys/resource.h>

#include <isorun/error.hpp>

namespace isorun {

// The initial values of what this process changes for itself; every program that it starts gets
// them back. Everything else, such as ignored signals and RLIMIT_FSIZE, is inherited unchanged.
struct Inheritance {
  std::uint64_t blocked_signals = 0;  // a bit mask; signal 1 is bit 0, as in the kernel
  std::optional<rlimit> open_files;   // RLIMIT_NOFILE; nullopt: unchanged
};

// Empty unless prepare_process() was called: a program that embeds the library keeps its own
// signals and limits.
const Inheritance& inherited();

// Called by main before anything opens a file:
// - Closed descriptors among 0 to 2 become /dev/null. Otherwise one of isorun's own files would get
// that number, and commands would inherit it.
// - SIGPIPE and SIGXFSZ are blocked, so that writes fail with EPIPE and EFBIG; so is SIGUSR1, which
//   requests a snapshot, but kills a process that does not handle it yet.
// - The limit of open files is raised to the hard limit.
Result<void> prepare_process();

// posix_spawnp(3) for a program outside any sandbox, with the inherited state; its limit is set
// shortly after its start. `words` begins with the program, `variables` is its environment. 0, or
// an errno.
int spawn_program(pid_t& child, std::vector<std::string> words, std::vector<std::string> variables,
                  const posix_spawn_file_actions_t* actions);

// Waits for a child of this process to end. Returns whether it exited, and with at most this code.
bool exits_with(pid_t child, int most);

// Whether a signal that ends isorun (SIGINT, SIGTERM, SIGHUP) is blocked and pending. For work that
// may take long while no one reads the signals.
bool is_told_to_stop();

}  // namespace isorun
