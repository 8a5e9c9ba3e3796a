// The rule `lines`: the distinct lines of all files, sorted bytewise by sort(1), so that memory
// does not limit them. The last line of a file need not end with a newline.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_lines(const Workplace& place);

}  // namespace isorun
