// Long output, cut in its middle.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace isorun {

// How much of a unit's output is shown where it matters.
inline constexpr std::size_t longest_output = 64UL * 1024;

// The whole, or the first and the last half of `most` bytes, cut at the ends of lines where there
// are any, and between them a line that says how much is left out and where the whole is.
std::string shortened(std::string_view output, std::string_view where,
                      std::size_t most = longest_output);

// Likewise of a log below a directory, read no further than is needed; empty where it cannot be
// read.
std::string read_shortened(int directory, const std::string& log, std::size_t most);

}  // namespace isorun
