// The rule `csv`: joins tables with equal headers under one header, in order of shards and paths. A
// quoted header may contain line ends. A file without a header, or with a different one, is an
// error.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_csv(const Workplace& place);

}  // namespace isorun
