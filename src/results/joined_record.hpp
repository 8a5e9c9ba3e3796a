// Builds the record of a single run of the whole suite.
#pragma once

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "report/record.hpp"
#include "results/saved_run.hpp"
#include "results/unit_list.hpp"

namespace isorun {

// Added to a slice's numbers to make them unique among all slices.
struct Offsets {
  std::size_t shards = 0;
  std::size_t slots = 0;
};

// Which run's result of a unit counts, by the unit's name, which the run owns.
using Owners = std::unordered_map<std::string_view, std::size_t>;

struct JoinedRecord {
  RunRecord record;              // without collected files and the conclusion
  std::vector<Offsets> offsets;  // one per run
  Owners owners;
  // For each run, the shards all of whose units count elsewhere.
  std::vector<std::set<std::size_t>> left_out;
};

// Returns where a log goes if another run may have one of its name:
// "logs/slice-2.setup-1.output".
std::string log_of_part(const std::string& log, const RunRecord& part);

// `runs` are all slices of one suite, in order, or machines that pulled its units from one queue.
// Treats them as simultaneous, each with its own slots. Of a unit that ended on several machines,
// the first result counts. `list` gives the order of units.
JoinedRecord join_records(std::span<const SavedRun> runs, const UnitList& list);

}  // namespace isorun
