// Long output, cut in its middle.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace isorun {

// How much of a unit's output reports show.
inline constexpr std::size_t longest_output = 64UL * 1024;

// The whole, or the first and the last half of `longest_output` bytes, cut at the ends of lines
// where there are any, and between them a line that says how much is left out and where the whole
// is.
std::string shortened(std::string_view output, std::string_view where);

}  // namespace isorun
