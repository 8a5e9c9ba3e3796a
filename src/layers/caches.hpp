// Directories that tools fill with what they can make again.
#pragma once

#include <string_view>

namespace isorun {

// Whether the path is part of a cache of any tool.
bool is_in_tool_cache(std::string_view path);

// Whether it is part of a directory in which each process of a test framework writes a cache of its
// own.
bool is_in_framework_cache(std::string_view path);

}  // namespace isorun
