// What every command runs under beside its namespaces.
#pragma once

#include <cstdint>
#include <vector>

#include <linux/filter.h>

#include <isorun/error.hpp>

namespace isorun {

// The system call filter. It closes what namespaces leave open between shards and to the terminal;
// it is no defence against a hostile command. Errors: Phase::setup.
Result<std::vector<sock_filter>> make_filter();

struct Capabilities {
  std::uint64_t kept = 0;  // a bit for each number of capabilities(7)
  int count = 0;           // how many this kernel knows
};

// Root keeps what a container has by default, within the run's user namespace; everybody else keeps
// none.
Capabilities command_capabilities(bool is_root);

}  // namespace isorun
