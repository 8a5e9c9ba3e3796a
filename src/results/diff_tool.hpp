// diff(1), which knows best how two files differ.
#pragma once

#include <string>

#include <isorun/error.hpp>

namespace isorun {

// The unified difference of two open files, printed to standard output; -1 stands for none. `path`
// names both. Errors: Phase::run.
Result<void> print_difference(int before, int after, const std::string& path);

}  // namespace isorun
