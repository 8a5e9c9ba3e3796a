// The rule `newest`: the file that was written last, by its time of modification; of equally new
// ones that of the last shard and path.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_newest(const Workplace& place);

}  // namespace isorun
