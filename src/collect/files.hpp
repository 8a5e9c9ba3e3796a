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

// Puts `content` at `path` below `directory`, with the directories above it: all of it, or what was
// there before stays. Errors: Phase::collect.
Result<void> replace_file(int directory, const std::string& path, std::string_view content);

// Takes `path` away, if it is there. Errors: Phase::collect.
Result<void> remove_file(int directory, const std::string& path);

}  // namespace isorun
