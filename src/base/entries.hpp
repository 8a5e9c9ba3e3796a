// What a directory holds. std::filesystem::directory_iterator can only throw where its ++ fails.
#pragma once

#include <filesystem>
#include <system_error>
#include <vector>

namespace isorun {

// Sorted by path; as far as it could be read where there is an error.
std::vector<std::filesystem::directory_entry> entries_of(const std::filesystem::path& directory,
                                                         std::error_code& error);

}  // namespace isorun
