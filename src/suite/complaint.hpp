// Finds the error message of a failed program.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace isorun {

// The lines of `log` from the first that looks like an error, or else the last lines: at most ten,
// without blank ones, printable on a terminal. If there are more, a line after the first five says
// how many, and the last five follow.
std::vector<std::string> complaint(std::string_view log);

}  // namespace isorun
