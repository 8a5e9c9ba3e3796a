// Checks the limit of open files against the descriptors that a run needs.
#pragma once

#include <cstddef>

#include <isorun/error.hpp>

namespace isorun {

// The maximum per slot: a running shard has its channel, two pipes and their watches, its log and
// its interleaving; two more that have ended may wait to be read, with a layer instead of the pipes
// (see Loop::fill_slots).
inline constexpr std::size_t open_files_per_slot = 16;

// The same for each service of a running shard: two pipes and its log, which is all that an ended
// one keeps.
inline constexpr std::size_t open_files_per_service = 8;

// Needed once: standard streams, results, history, files open in merges.
inline constexpr std::size_t open_files_besides = 64;

// `services`: the most that a shard has. Errors, with the number needed: Phase::host.
Result<void> check_open_files(std::size_t slots, std::size_t services);

}  // namespace isorun
