// A command that runs to its end before the suite does: to list tests, or to build them.
#pragma once

#include <chrono>

#include <isorun/sandbox.hpp>

#include "run/attempt.hpp"
#include "run/signals.hpp"
#include "suite/suite.hpp"

namespace isorun {

// The attempt has ended; its output is kept in memory, or in `log`, an empty file that is open for
// reading and writing. Errors: Phase::run with EINTR after a signal, when `doing` ("listing the
// tests") did not end; Phase::usage if the command could not be executed.
Result<Attempt> inquire(Sandbox& sandbox, Signals& signals, const ShardCommand& command,
                        const Attempt::Start& how, const char* doing, UniqueFd log = {});

}  // namespace isorun
