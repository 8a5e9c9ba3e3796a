// The rules `max` and `sum`: the exact maximum or sum of files that hold one number each.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_max(const Workplace& place);
std::unique_ptr<Merge> start_sum(const Workplace& place);

}  // namespace isorun
