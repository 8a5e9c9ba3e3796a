// Builds the record of a single run of the whole suite.
#pragma once

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "report/record.hpp"
#include "results/owners.hpp"
#include "results/saved_run.hpp"
#include "results/unit_list.hpp"

namespace isorun {

// Added to a slice's numbers to make them unique among all slices.
struct Offsets {
  std::size_t shards = 0;
  std::size_t slots = 0;
};

struct JoinedRecord {
  RunRecord record;              // without collected files and the conclusion
  std::vector<Offsets> offsets;  // one per run
  Owners owners;
  // For each run, the shards all of whose units count elsewhere.
  std::vector<std::set<std::size_t>> left_out;
};

// What names a part of the suite: "slice-2", "machine-1"; for people, "slice 2/3", "machine 1
// (host)".
std::string part_name(const RunRecord& part);
std::string part_title(const RunRecord& part);

// Returns where a log goes if another run may have one of its name:
// "logs/slice-2.setup-1.output".
std::string log_of_part(const std::string& log, const RunRecord& part);

// `runs` are all slices of one suite, in order, or machines that pulled its units from one queue.
// Treats them as simultaneous, each with its own slots. Of a unit that ended on several machines,
// the first result counts; if it was handed on and no machine has its last word, the last attempt
// does. `list` gives the order of units.
JoinedRecord join_records(std::span<const SavedRun> runs, const UnitList& list);

}  // namespace isorun
