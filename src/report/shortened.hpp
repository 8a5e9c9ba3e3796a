// Long output with its middle cut out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace isorun {

// How much of a failed unit's output is shown.
inline constexpr std::size_t longest_output = 64UL * 1024;

// The text, or its first and last `most` / 2 bytes, cut at line ends if possible, around a line
// that says how much is missing and where all of it is.
std::string shortened(std::string_view output, std::string_view where,
                      std::size_t most = longest_output);

// The same for a log file below a directory, reading only what is needed; empty if it cannot be
// read.
std::string read_shortened(int directory, const std::string& log, std::size_t most);

}  // namespace isorun
