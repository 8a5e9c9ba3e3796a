// A suite and the sandboxes that its shards run in.
#pragma once

#include <isorun/error.hpp>
#include <isorun/sandbox.hpp>

#include "run/build.hpp"
#include "run/options.hpp"
#include "run/recognise.hpp"
#include "run/signals.hpp"

namespace isorun {

struct Prepared {
  Sandbox sandbox;
  Recognised recognised;
};

// The layout of a run's sandboxes: the user's, plus a results directory.
Layout run_layout(const Options& options);

// `build`: what the command's driver has built; null if it builds nothing. Errors: those of
// Sandbox::open and recognise().
Result<Prepared> prepare(Signals& signals, const Options& options, const Build* build);

}  // namespace isorun
