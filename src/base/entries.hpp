// The entries of a directory. Does not use std::filesystem::directory_iterator: its ++ throws, and
// in libstdc++ terminates the program when memory runs out.
#pragma once

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace isorun {

// The paths of all entries, sorted; on an error, those that could be read.
std::vector<std::filesystem::path> entries_of(const std::string& directory, std::error_code& error);

}  // namespace isorun
