// Checks the limit of open files against the descriptors that a run needs.
#pragma once

#include <cstddef>

#include <isorun/error.hpp>

namespace isorun {

// The maximum per slot: a running shard has its channel, two pipes and their watches, its log and
// its interleaving; two more that have ended may wait to be read, with a layer instead of the pipes
// (see Loop::fill_slots).
inline constexpr std::size_t open_files_per_slot = 16;

// Needed once: standard streams, results, history, files open in merges.
inline constexpr std::size_t open_files_besides = 64;

// Errors, with the number needed: Phase::host.
Result<void> check_open_files(std::size_t slots);

}  // namespace isorun
