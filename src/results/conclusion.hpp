// What the record of a run says of it as a whole, once it has ended.
#pragma once

#include <string>

#include <isorun/error.hpp>

#include "collect/intake.hpp"
#include "layers/collisions.hpp"
#include "layers/kept_out.hpp"
#include "report/record.hpp"
#include "results/run_end.hpp"

namespace isorun {

// What run.json says until the run has ended, or if it never does.
std::string unfinished(RunRecord run);

void add_collected(const Result<Collected>& collected, RunRecord& run);

void add_collisions(const Collisions& collisions, RunRecord& run);

void add_kept_out(const KeptOut& kept_out, RunRecord& run);

// The reason and the exit code: after everything that may be a problem.
void conclude(RunRecord& run, const Result<RunEnd>& end);

}  // namespace isorun
