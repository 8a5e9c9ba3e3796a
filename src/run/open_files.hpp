// The descriptors that a run needs, against the limit of open files.
#pragma once

#include <cstddef>

#include <isorun/error.hpp>

namespace isorun {

// At most, of one slot: a shard that has ended is read (its channel, its output, its log, its
// layer) while the next one runs (its channel, its output, its log).
inline constexpr std::size_t open_files_per_slot = 10;

// Of all that is there once: standard streams, results, history, what merges hold open.
inline constexpr std::size_t open_files_besides = 64;

// Errors: Phase::host, with what is needed.
Result<void> check_open_files(std::size_t slots);

}  // namespace isorun
