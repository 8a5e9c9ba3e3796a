// Durations, counts, sizes and slices.
#include "cli/values.hpp"

#include "base/text.hpp"
#include "cli/slice_value.hpp"
#include "fuzz.hpp"

using namespace isorun;
using namespace isorun::fuzz;

FUZZ(values) {
  using namespace std::chrono_literals;
  const auto duration = parse_duration(input);
  require(!duration || (*duration >= 1ns && *duration <= 366 * 24h), "a duration is in its range");
  const auto count = parse_count(input, 2, 7);
  require(!count || (*count >= 2 && *count <= 7), "a count is in its range");
  const auto size = parse_size(input);
  require(!size || *size > 0, "a size is not 0");

  // The environment is one of its parts: NAME=VALUE, a line each.
  const auto parts = parts_of(input);
  const auto slice = parse_slice(part(parts, 0), [&](std::string_view name) {
    std::optional<std::string_view> value;
    for (const std::string_view line : lines(part(parts, 1)))
      if (line.starts_with(name) && line.substr(name.size()).starts_with('='))
        value = line.substr(name.size() + 1);
    return value;
  });
  require(!slice || slice->index < slice->count, "a slice is one of those that there are");
}
