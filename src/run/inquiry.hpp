// A command that runs to its end before the suite does: to list tests, to build them, to set up.
#pragma once

#include <chrono>

#include <isorun/sandbox.hpp>

#include "run/attempt.hpp"
#include "run/signals.hpp"
#include "suite/suite.hpp"

namespace isorun {

// The attempt has ended; its output is kept in memory, or in `log`, an empty file that is open for
// reading and writing. Errors: Phase::run with EINTR after a signal, when `doing` ("running a
// set-up") did not end; Phase::usage if the command could not be executed.
Result<Attempt> run_to_end(Sandbox& sandbox, Signals& signals, const ShardCommand& command,
                           const Attempt::Start& how, const char* doing, UniqueFd log = {});

// The same for a question, such as "listing the tests". A sandbox that was killed from outside
// gives no answer: that is an error, of Phase::run.
Result<Attempt> inquire(Sandbox& sandbox, Signals& signals, const ShardCommand& command,
                        const Attempt::Start& how, const char* doing);

}  // namespace isorun
