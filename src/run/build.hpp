// The build step of a driver such as `go test` (suite/builder.hpp): runs in a sandbox of its own,
// in which the directories that builds write to are the host's.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <isorun/error.hpp>

#include "base/temporary_directory.hpp"
#include "run/attempt.hpp"
#include "run/options.hpp"
#include "run/signals.hpp"
#include "suite/builder.hpp"

namespace isorun {

struct Build {
  TemporaryDirectory directory;  // of what it leaves to the shards
  Attempt step;                  // has ended; its layer has what is neither there nor shared
  const Builder* builder;
  Built built;
  Words shared;  // directories of the host that the programs are in, perhaps below /tmp
  std::chrono::nanoseconds time{};
  int exit_code = 0;  // the driver's own
};

// nullopt if the command is no driver that builds, or the user asks for another way to split it. A
// build that fails is no error: see Built::failed. Errors: as those of Sandbox::open, and
// Phase::run after a signal.
Result<std::optional<Build>> build_programs(Signals& signals, const Options& options);

// The same, but prints the output of a build that fails, which is an error: Phase::usage.
Result<std::optional<Build>> build_or_fail(Signals& signals, const Options& options);

}  // namespace isorun
