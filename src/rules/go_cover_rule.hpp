// The rule `go-cover`: merges profiles of `go test -coverprofile`. Counts are summed; in mode `set`
// a block is covered if any shard covered it. Blocks are sorted.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_go_cover(const Workplace& place);

}  // namespace isorun
