// The rule `lines`: the different lines of all files, sorted by their bytes. A last line needs no
// end. sort(1) does it, whatever the memory.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_lines(const Workplace& place);

}  // namespace isorun
