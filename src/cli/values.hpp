// Counts and sizes as people type them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/duration.hpp"  // durations, likewise

namespace isorun {

// "2", if between `least` and `most`.
std::optional<unsigned> parse_count(std::string_view text, unsigned least, unsigned most);

// "65536", "64K", "512M", "2G", "1T": bytes, in powers of 1024. At least one, less than 2^64.
std::optional<std::uint64_t> parse_size(std::string_view text);

}  // namespace isorun
