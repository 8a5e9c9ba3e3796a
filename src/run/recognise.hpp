// Turns a command into a suite, by asking it for its tests in a sandbox.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/sandbox.hpp>

#include "run/build.hpp"
#include "run/options.hpp"
#include "run/signals.hpp"
#include "suite/suite.hpp"

namespace isorun {

// A framework that was asked, and did not recognize the command.
struct Refusal {
  std::string_view framework;  // in frameworks()
  std::string why;             // "exit code 3 (need a database)"
};

struct Recognised {
  std::unique_ptr<Suite> suite;
  std::chrono::nanoseconds start_up{};  // of one shard, measured by the listing; 0: unknown
  std::string how;                      // how it was recognized, for the user
  std::vector<Refusal> refusals{};      // of those that were asked before
  std::string listing{};                // the command of isorun.toml that listed the units
};

// Errors: Phase::usage if the command cannot be executed or its list is unusable; Phase::run after
// a signal.
// `build`: what the command's driver has built; null if the command builds nothing.
Result<Recognised> recognise(Sandbox& sandbox, Signals& signals, const Options& options,
                             const Build* build);

}  // namespace isorun
