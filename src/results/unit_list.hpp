// The units of a suite that several machines share, in a file of their own beside run.json: it
// would be the largest part of each record, and a merge needs it once.
#pragma once

#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "report/record.hpp"
#include "results/results_directory.hpp"
#include "results/saved_run.hpp"

namespace isorun {

using UnitList = std::vector<std::string>;  // names, in listing order

// What a record says about its list.
ListRecord list_record(const UnitList& list);

// Errors: Phase::report.
Result<void> write_unit_list(ResultsDirectory& directory, const UnitList& list);

// The list of a run of several machines. Errors: Phase::usage, also if it is not the one that the
// run's record names.
Result<UnitList> read_unit_list(const SavedRun& run);

}  // namespace isorun
