// What a directory holds. Not by std::filesystem::directory_iterator: its ++ throws, and
// libstdc++'s terminates the program where memory runs out.
#pragma once

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace isorun {

// The paths of all entries, sorted; as far as it could be read where there is an error.
std::vector<std::filesystem::path> entries_of(const std::string& directory, std::error_code& error);

}  // namespace isorun
