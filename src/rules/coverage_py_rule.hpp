// The rule `coverage.py`: the data files of coverage.py (SQLite) in one directory, each as
// .coverage.SHARD.NUMBER: `coverage combine DIRECTORY` makes one of them, with the paths, contexts
// and settings of the project.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_coverage_py(const Workplace& place);

}  // namespace isorun
