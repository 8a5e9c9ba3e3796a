// The rule `coverage.py`: collects coverage.py's data files (SQLite) in one directory, each as
// .coverage.SHARD.NUMBER. `coverage combine DIRECTORY` merges them with the project's own paths,
// contexts and settings.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_coverage_py(const Workplace& place);

}  // namespace isorun
