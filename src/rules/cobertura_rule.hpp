// The rule `cobertura`: the XML reports of all shards become one.
//
// Hits of a line are summed; packages, classes, methods and lines are sorted, the rates computed
// anew. A branch is covered where any shard has covered it, if reports say which are missing
// (missing-branches, as coverage.py does); if not, as many count as in the best report, which may
// be too few, never too many.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_cobertura(const Workplace& place);

}  // namespace isorun
