// Durations as people type them and as programs report them.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace isorun {

// "90", "1.5", "500ms", "30s", "5m", "1h"; plain numbers are seconds. A nanosecond at least, a year
// at most.
std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text);

// Seconds from a report; 0 if no test can have taken that long: negative, not a number, or more
// than a year.
std::chrono::nanoseconds duration_told(double seconds);

}  // namespace isorun
