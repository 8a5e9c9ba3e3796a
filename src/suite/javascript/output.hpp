// Which parts of a shard's output belong to which of its files.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "suite/result.hpp"

namespace isorun::javascript {

// Removes the sequences that set colors.
std::string without_escapes(std::string_view text);

// The blocks that the runner's usual reporter prints about each path, in order. Empty if
// there are none.
std::vector<std::vector<OutputRange>> blocks_of(std::string_view runner, std::string_view output,
                                                std::span<const std::string_view> paths);

}  // namespace isorun::javascript
