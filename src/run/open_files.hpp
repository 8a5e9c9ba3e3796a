// The descriptors that a run needs, against the limit of open files.
#pragma once

#include <cstddef>

#include <isorun/error.hpp>

namespace isorun {

// At most, of one slot: a shard that runs has its channel, two pipes, what watches them, its log
// and what it is sorted with; and two that have ended may wait to be read, with a layer in the
// place of the pipes (see Loop::fill_slots).
inline constexpr std::size_t open_files_per_slot = 16;

// Of all that is there once: standard streams, results, history, what merges hold open.
inline constexpr std::size_t open_files_besides = 64;

// Errors: Phase::host, with what is needed.
Result<void> check_open_files(std::size_t slots);

}  // namespace isorun
