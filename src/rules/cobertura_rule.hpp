// The rule `cobertura`: merges the shards' XML reports.
//
// Sums the hits of each line; sorts packages, classes, methods and lines; recomputes the rates. If
// reports name the missing branches (missing-branches, as coverage.py writes), a branch is covered
// if any shard covered it. Otherwise the best report's count is used, which may be too low but
// never too high.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_cobertura(const Workplace& place);

}  // namespace isorun
