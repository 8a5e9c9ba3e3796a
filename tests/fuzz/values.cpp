// Durations, counts and sizes.
#include "cli/values.hpp"

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
}
