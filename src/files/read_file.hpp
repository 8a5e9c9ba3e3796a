// Reads a whole file or pipe into memory.
#pragma once

#include <string>

#include <isorun/error.hpp>

namespace isorun {

// Errors: Phase::run, with path and errno.
Result<std::string> read_file(const std::string& path);
Result<std::string> read_file(int file, const std::string& path);

}  // namespace isorun
