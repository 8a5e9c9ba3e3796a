// The rule `gcov`: the .gcda files of all shards, summed by gcov-tool(1): the counts of a serial
// run. The result is a directory, laid out as GCOV_PREFIX does: each file has its whole path below
// it.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_gcov(const Workplace& place);

}  // namespace isorun
