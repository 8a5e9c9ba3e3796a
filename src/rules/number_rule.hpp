// The rules `max` and `sum`: files that hold one number each become the greatest or the sum of
// them, exactly.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_max(const Workplace& place);
std::unique_ptr<Merge> start_sum(const Workplace& place);

}  // namespace isorun
