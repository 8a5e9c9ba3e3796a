// Which paths of the host a command needs though they may lie below a private directory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace isorun {

// What the words of the command and the variables of the environment ("NAME=VALUE") name: as a
// whole, after a `=` or an option's letters, and in lists with `:`. Besides, what belongs to a
// directory named so or to the working directory: the source directory of a CMake build, and the
// main repository of a Git worktree. Where temporary files go (TMPDIR) is not among them, nor are
// sockets. Relative paths are relative to the working directory; not all of them exist.
std::vector<std::string> visible_paths(const std::vector<std::string>& command,
                                       const std::vector<std::string_view>& environment,
                                       const std::string& working_directory);

}  // namespace isorun
