// What the record of a run says of it as a whole, once it has ended.
#pragma once

#include <string>

#include <isorun/error.hpp>

#include "collect/collisions.hpp"
#include "collect/intake.hpp"
#include "report/record.hpp"
#include "run/loop.hpp"
#include "run/options.hpp"

namespace isorun {

// What run.json says until the run has ended, or if it never does.
std::string unfinished(RunRecord run);

void add_collected(const Result<Collected>& collected, RunRecord& run);

void add_collisions(const Collisions& collisions, RunRecord& run);

// A run that was told to stop has units left, and need not be told so as a fault.
void explain_missing(RunRecord& run, const Options& options, const Schedule& schedule,
                     const Result<Loop::End>& end);

// A private network is new to most suites: says so where it may be the reason.
void hint_at_network(const Options& options, RunRecord& run);

// What makes room, where a layer was full.
void hint_at_full_layers(const Options& options, RunRecord& run);

// The reason and the exit code: after everything that may be a problem.
void conclude(RunRecord& run, const Result<Loop::End>& end);

}  // namespace isorun
