// The rule `newest`: the file with the latest modification time; among equals, that of the last
// shard and path.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_newest(const Workplace& place);

}  // namespace isorun
