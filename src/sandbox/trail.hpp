// The way to what a path names.
#pragma once

#include <string>
#include <vector>

namespace isorun {

// Where each symlink on the way lies, and last what the path names: all canonical but for their
// last parts. Empty where the path names nothing.
std::vector<std::string> trail(const std::string& path);

}  // namespace isorun
