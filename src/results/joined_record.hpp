// Builds the record of a single run of the whole suite.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "report/record.hpp"
#include "results/saved_run.hpp"

namespace isorun {

// Added to a slice's numbers to make them unique among all slices.
struct Offsets {
  std::size_t shards = 0;
  std::size_t slots = 0;
};

struct JoinedRecord {
  RunRecord record;              // without collected files and the conclusion
  std::vector<Offsets> offsets;  // one per run
};

// Returns the log of a slice's set-up or tear-down: "logs/slice-2.setup-1.output".
std::string step_log(const std::string& log, const RunRecord& slice);

// `runs` are all slices of one suite, in order. Treats the slices as simultaneous, each with its
// own slots.
JoinedRecord join_records(std::span<const SavedRun> runs);

}  // namespace isorun
