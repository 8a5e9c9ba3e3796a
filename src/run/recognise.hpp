// From a command to a suite: by asking the command for its tests, in a sandbox of its own.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <isorun/sandbox.hpp>

#include "run/options.hpp"
#include "run/signals.hpp"
#include "suite/suite.hpp"

namespace isorun {

struct Recognised {
  std::unique_ptr<Suite> suite;
  std::chrono::nanoseconds start_up{};  // of one shard, as the listing took; 0: not measured
  std::string how;                      // it was recognised, for the user
};

// Errors: Phase::usage if the command cannot be executed or its list is unusable; Phase::run if a
// signal came.
Result<Recognised> recognise(Sandbox& sandbox, Signals& signals, const Options& options);

}  // namespace isorun
