// run.json: everything about a run, for programs. Members are only added within one schema.
#pragma once

#include <string>

#include "report/record.hpp"

namespace isorun {

// Valid JSON whatever the names hold: bytes that are not UTF-8 become U+FFFD. Shards are in the
// order of their indices.
std::string run_json(const RunRecord& run);

}  // namespace isorun
