// Finds host paths that a command needs although they may lie below a private directory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace isorun {

// The paths named by the command's words and the environment ("NAME=VALUE"): as a whole, after a
// `=` or an option's letters, and in lists with `:`. Also what belongs to such a directory or the
// working directory: the source directory of a CMake build, and the main repository of a Git
// worktree. Excludes the directory for temporary files (TMPDIR) and sockets. Relative paths are
// relative to the working directory; some may not exist.
std::vector<std::string> visible_paths(const std::vector<std::string>& command,
                                       const std::vector<std::string_view>& environment,
                                       const std::string& working_directory);

}  // namespace isorun
