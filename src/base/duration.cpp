#include "base/duration.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace isorun {
namespace {

constexpr double longest = 1e9 * 3600 * 24 * 365;  // nanoseconds

}  // namespace

std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text) {
  struct Unit {
    std::string_view suffix;
    double nanoseconds;
  };
  static constexpr std::array units = {Unit{"ms", 1e6}, Unit{"s", 1e9}, Unit{"m", 60e9},
                                       Unit{"h", 3600e9}, Unit{"", 1e9}};
  double number = 0;
  const char* const text_end = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), text_end, number);
  if (error != std::errc()) return std::nullopt;
  const std::string_view suffix(end, static_cast<std::size_t>(text_end - end));
  const auto* unit = std::ranges::find(units, suffix, &Unit::suffix);
  if (unit == units.end()) return std::nullopt;
  const double span = number * unit->nanoseconds;
  if (!std::isfinite(span) || span < 1 || span > longest) return std::nullopt;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(span));
}

std::chrono::nanoseconds duration_told(double seconds) {
  const double span = seconds * 1e9;
  return std::chrono::nanoseconds(span > 0 && span <= longest ? std::llround(span) : 0);
}

}  // namespace isorun
