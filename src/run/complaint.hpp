// What a program that failed said about why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace isorun {

// The lines of `log` from the first that reads as an error, else the last ones: ten at most, none
// of them blank, and fit for a terminal. Where more were left out, the last line says how many.
std::vector<std::string> complaint(std::string_view log);

}  // namespace isorun
