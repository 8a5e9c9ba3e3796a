// The rule `lcov`: the tracefiles of all shards become one, by lcov(1), branches included.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_lcov(const Workplace& place);

}  // namespace isorun
