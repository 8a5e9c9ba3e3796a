// The symlinks on the way to a file.
#pragma once

#include <string>
#include <vector>

namespace isorun {

// The path of each symlink on the way, then the final path: all canonical except for their last
// components. Empty if the path does not exist.
std::vector<std::string> trail(const std::string& path);

}  // namespace isorun
