// The rule `junit`: merges a suite's JUnit files.
//
// Test suites with the same name and position become one, with the attributes of the first in order
// of shards and paths; their cases follow unchanged in that order. Counts and times are recomputed
// from the cases, exactly. Duplicates are kept, except cases that did not run (status="notrun"),
// which GoogleTest lists in every shard. In files for the host, a test that ran in several shards,
// such as a retry, counts with its last result.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_junit(const Workplace& place);

}  // namespace isorun
