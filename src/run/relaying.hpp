// Relays suites that start their own workers: the controller's sandbox shows the control socket,
// the workers' sandboxes do not.
#pragma once

#include <cstddef>
#include <cstdint>
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

// nullopt for a suite without workers. `workers` is the layout of their sandboxes, in which they
// see the set-ups whose bits are in `setups`; the socket is created in the directory `results`;
// `first_index` as in RelayedWorkers. Errors: Phase::usage if an option conflicts; Phase::setup.
Result<std::optional<Relaying>> open_relaying(const Suite& suite, const Sandbox& workers,
                                              const Options& options, std::uint32_t setups,
                                              int results, std::size_t first_index);

}  // namespace isorun
