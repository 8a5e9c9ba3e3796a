// Waits for commands that run outside the event loop, as they do before and after the suite runs.
#pragma once

#include <span>

#include "run/attempt.hpp"
#include "run/shard_output.hpp"
#include "run/signals.hpp"

namespace isorun {

enum class Woken { by_event, by_signal };

// Until one of the attempts may have ended or written, or a signal has arrived that ends isorun.
// Moves what was written, and keeps time.
Woken wait_for(std::span<Attempt* const> attempts, ShardOutputs& outputs, Signals& signals);

}  // namespace isorun
