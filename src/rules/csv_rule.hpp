// The rule `csv`: tables with the same header become one with one header, the records in order of
// shards and paths. A quoted header may have line ends. A file without a header is an error, and so
// is one with another header than the first file's.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_csv(const Workplace& place);

}  // namespace isorun
