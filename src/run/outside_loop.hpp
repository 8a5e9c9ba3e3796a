// Commands that run outside the event loop, as they do before and after the suite runs.
#pragma once

#include <cstdint>
#include <span>

#include <isorun/sandbox.hpp>
#include <isorun/unique_fd.hpp>

#include "run/attempt.hpp"
#include "run/shard_output.hpp"
#include "run/signals.hpp"
#include "suite/suite.hpp"

namespace isorun {

// Starts a command. `most` bytes of its output are kept in memory; or all of it in `log`, an empty
// file that is open for reading and writing, with ShardOutput::no_limit.
Result<Attempt> start_outside_loop(Sandbox& sandbox, const ShardCommand& command,
                                   const Attempt::Start& how, ShardOutputs& outputs,
                                   std::uint64_t most, UniqueFd log = {},
                                   ShardServices services = {});

enum class Woken { by_event, by_signal };

// Waits until one of the attempts may have ended or written, or until a signal that ends isorun has
// arrived. Moves what was written, and keeps time.
Woken wait_for(std::span<Attempt* const> attempts, ShardOutputs& outputs, Signals& signals);

}  // namespace isorun
