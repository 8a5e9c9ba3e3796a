// Restrictions on every command in addition to its namespaces.
#pragma once

#include <cstdint>
#include <vector>

#include <linux/filter.h>

#include <isorun/error.hpp>

namespace isorun {

// The system call filter. It closes channels between shards, and to the terminal, that namespaces
// leave open; it is not a defense against hostile commands. `refused_namespaces`: clone flags of
// namespaces that the command may not create (ENOSPC, as if limited to 0). Errors: Phase::setup.
Result<std::vector<sock_filter>> make_filter(std::uint64_t refused_namespaces);

// The program of a libseccomp filter; `error`, negative, is that of building it. Errors:
// Phase::setup.
Result<std::vector<sock_filter>> program_of(void* filter, int error);

struct Capabilities {
  std::uint64_t kept = 0;  // one bit per number in capabilities(7)
  int count = 0;           // the number of capabilities this kernel has
};

// Root keeps a container's default capabilities, within the run's user namespace; other users keep
// none.
Capabilities command_capabilities(bool is_root);

}  // namespace isorun
