// The rule `googletest-json`: merges JSON reports of a GoogleTest program.
//
// Test suites with the same name become one, with the members of the first in order of shards and
// paths; their tests follow unchanged in that order. Counts and times are recomputed from the
// tests, exactly. Duplicates are kept, except tests that did not run ("NOTRUN"), which each shard
// may list. In files for the host, a test that ran in several shards, such as a retry, counts with
// its last result.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_googletest_json(const Workplace& place);

}  // namespace isorun
