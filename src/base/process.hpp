// The process that isorun is: what main changes of it before anything else, what its children get
// back, and what its caller asks of it meanwhile.
#pragma once

#include <cstdint>
#include <optional>
#include <spawn.h>

#include <sys/resource.h>

#include <isorun/error.hpp>

namespace isorun {

// What this process was started with and has changed for itself alone; every program that it starts
// gets it back. All else, such as ignored signals and RLIMIT_FSIZE, is inherited as it is.
struct Inheritance {
  std::uint64_t blocked_signals = 0;  // a bit for each; signal 1 is bit 0, as the kernel counts
  std::optional<rlimit> open_files;   // RLIMIT_NOFILE; nothing: unchanged
};

// Nothing, unless prepare_process() was called: a program that embeds the library keeps its own
// signals and limits.
const Inheritance& inherited();

// For main, before anything opens a file:
// - Descriptors 0 to 2 that are closed become /dev/null: a file of isorun's own would get the
// number,
//   and commands would get the file.
// - SIGPIPE and SIGXFSZ are blocked, so that EPIPE and EFBIG say it; and SIGUSR1, which asks for a
//   snapshot, but kills whoever does not expect it yet.
// - The limit of open files becomes the hard one.
Result<void> prepare_process();

// posix_spawnp(3) of a program that is no part of a sandbox, with what was inherited: its
// limit from a moment after its start. 0, or an errno.
int spawn_program(pid_t& child, const char* program, const posix_spawn_file_actions_t* actions,
                  char* const* words, char* const* variables);

// Whether a signal that ends isorun (SIGINT, SIGTERM, SIGHUP) is blocked and waits to be seen. For
// whatever may take long while nobody reads the signals.
bool is_told_to_stop();

}  // namespace isorun
