// Paths that programs print.
#pragma once

#include <string_view>
#include <vector>

namespace isorun {

// All absolute paths in a text, without punctuation after them.
std::vector<std::string_view> paths_in(std::string_view text);

}  // namespace isorun
