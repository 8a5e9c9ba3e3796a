// The record that one run of the whole suite would have left.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "report/record.hpp"
#include "results/saved_run.hpp"

namespace isorun {

// What is added to a slice's numbers, so that no two slices share any.
struct Offsets {
  std::size_t shards = 0;
  std::size_t slots = 0;
};

struct JoinedRecord {
  RunRecord record;              // but for what was collected, and its conclusion
  std::vector<Offsets> offsets;  // of each run
};

// `runs` are all slices of one suite, in their order. The slices are taken to have run at the same
// time, each in slots of its own.
JoinedRecord join_records(std::span<const SavedRun> runs);

}  // namespace isorun
