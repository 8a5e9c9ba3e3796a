// The rule `concat`: the files joined byte for byte, in order of shards and paths.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_concat(const Workplace& place);

}  // namespace isorun
