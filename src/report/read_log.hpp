// Part of a log that others may still write to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace isorun {

// Returns 0 if `log` is no file.
std::uint64_t log_size(int log);

// At most `most` bytes from there on; fewer at the end of the log, or where it cannot be read.
std::string read_log(int log, std::uint64_t offset, std::size_t most);

}  // namespace isorun
