// The rule `gcov`: sums the shards' .gcda files by gcov-tool(1), giving the counts of a serial run.
// The result is a directory laid out as by GCOV_PREFIX: each file under its full path.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_gcov(const Workplace& place);

}  // namespace isorun
