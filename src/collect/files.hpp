// Files out of a layer and into the results directory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <isorun/error.hpp>

namespace isorun {

// No file for a rule that reads whole files may be larger.
inline constexpr std::int64_t largest_input = std::int64_t{256} << 20;

// The content of a regular file. Whatever else has that name is an error, and never followed,
// waited for or set off. Errors: Phase::collect.
Result<std::string> read_regular_file(int directory, const char* name);

// Writes all of it; false, with errno, where that fails.
bool write_all(int file, std::string_view content);

// Makes the directories above `path` below `directory`. Errors: Phase::collect.
Result<void> make_directories_above(int directory, const std::string& path);

// Takes the file or directory `path` away, if it is there. Errors: Phase::collect.
Result<void> remove_tree(int directory, const std::string& path);

}  // namespace isorun
