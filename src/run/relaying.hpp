// For a suite that starts workers of its own: its controller's sandbox shows the control socket,
// and theirs do not.
#pragma once

#include <cstddef>
#include <optional>

#include <isorun/sandbox.hpp>

#include "run/options.hpp"
#include "run/relayed_workers.hpp"
#include "suite/suite.hpp"

namespace isorun {

struct Relaying {
  Sandbox controllers;
  RelayedWorkers workers;
};

// nullopt for a suite without workers(). `workers` is the sandbox of each; the socket lies in the
// directory `results`; `first_index` as in RelayedWorkers. Errors: Phase::usage where options
// cannot be kept; Phase::setup.
Result<std::optional<Relaying>> open_relaying(const Suite& suite, const Sandbox& workers,
                                              const Options& options, int results,
                                              std::size_t first_index);

}  // namespace isorun
