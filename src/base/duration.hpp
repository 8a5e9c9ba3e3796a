// Durations as people type them, and as programs tell them.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace isorun {

// "90", "1.5", "500ms", "30s", "5m", "1h"; plain numbers are seconds. A nanosecond at least, a year
// at most.
std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text);

// What a report tells in seconds; 0 where that is nothing a test can have taken: negative, no
// number, more than a year.
std::chrono::nanoseconds duration_told(double seconds);

}  // namespace isorun
