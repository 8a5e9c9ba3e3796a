// Builds the record of a single run of the whole suite.
#pragma once

#include <span>
#include <string>

#include "report/record.hpp"
#include "results/joint.hpp"
#include "results/saved_run.hpp"
#include "results/unit_list.hpp"

namespace isorun {

// What names a part of the suite: "slice-2", "machine-1"; for people, "slice 2/3", "machine 1
// (host)".
std::string part_name(const RunRecord& part);
std::string part_title(const RunRecord& part);

// Returns where a log goes if another run may have one of its name:
// "logs/slice-2.setup-1.output".
std::string log_of_part(const std::string& log, const RunRecord& part);

// What a record says of the whole suite, taken from one of a part.
RunRecord heading(const RunRecord& part);

// Treats the runs as simultaneous, each with its own slots. `list` gives the order of units. Takes
// the runs' records, which leaves these empty: there may be many. The result lacks collected files
// and the conclusion.
RunRecord join_records(std::span<SavedRun> runs, const Joint& joint, const UnitList& list);

}  // namespace isorun
