// The rule `lcov`: merges the shards' tracefiles by lcov(1), including branches.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_lcov(const Workplace& place);

}  // namespace isorun
