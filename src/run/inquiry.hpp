// A command that runs to its end before the suite does: to list tests, or to build them.
#pragma once

#include <chrono>

#include <isorun/sandbox.hpp>

#include "run/attempt.hpp"
#include "run/signals.hpp"
#include "suite/suite.hpp"

namespace isorun {

struct InquiryLimits {
  std::chrono::nanoseconds time{};  // 0: none
  int errors = -1;  // receives its standard error, borrowed; -1: part of the evidence
};

// The attempt has ended; its output is kept in memory. Errors: Phase::run after a signal, when
// `doing` ("listing the tests") did not end; Phase::usage if the command could not be executed.
Result<Attempt> inquire(Sandbox& sandbox, Signals& signals, const ShardCommand& command,
                        const InquiryLimits& limits, const char* doing);

}  // namespace isorun
