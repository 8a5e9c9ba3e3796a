// Completes the record of a run that has ended.
#pragma once

#include <string>

#include <isorun/error.hpp>

#include "collect/intake.hpp"
#include "layers/collisions.hpp"
#include "layers/kept_out.hpp"
#include "report/record.hpp"
#include "results/run_end.hpp"

namespace isorun {

// The content of run.json until the run ends.
std::string unfinished(RunRecord run);

// `directory`: the working directory.
void add_collected(const Result<Collected>& collected, std::string_view directory, RunRecord& run);

void add_collisions(const Collisions& collisions, RunRecord& run);

void add_kept_out(const KeptOut& kept_out, RunRecord& run);

// Sets the reason and the exit code, once all problems are known.
void conclude(RunRecord& run, const Result<RunEnd>& end);

}  // namespace isorun
