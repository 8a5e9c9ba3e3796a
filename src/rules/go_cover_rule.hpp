// The rule `go-cover`: profiles as `go test -coverprofile` writes them become one. Counts are
// summed; in the mode `set` a block is covered if any shard has covered it. The blocks are sorted.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_go_cover(const Workplace& place);

}  // namespace isorun
