// The files that a shard wrote.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <isorun/layer.hpp>

namespace isorun {

// The contents of those that match a pattern (collect/pattern.hpp), in the order of their paths;
// what cannot be read is left out.
std::vector<std::string> written_files(const Layer& layer, std::string_view pattern);

}  // namespace isorun
