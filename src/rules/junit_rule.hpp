// The rule `junit`: the JUnit files of a suite become one.
//
// Test suites of the same name, at the same place, are one, with the attributes of the first in
// order of shards and paths; their cases follow in that order, each as it was written. Counts and
// times are those of the cases, times exactly. Nothing is taken for a double of something else, but
// for the cases that did not run (status="notrun"): GoogleTest lists them in every shard. To the
// host, a test that ran in several shards, as a retry does, counts as it ended in the last one.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_junit(const Workplace& place);

}  // namespace isorun
