#include "report/record.hpp"

#include <numeric>

#include "schedule/batch.hpp"

namespace isorun {

Figures figures(const RunRecord& run) {
  Figures result;
  std::vector<std::chrono::nanoseconds> durations;
  for (const UnitRecord& unit : run.units) {
    for (const AttemptRecord& attempt : unit.attempts) durations.push_back(attempt.duration);
    if (unit.attempts.empty()) durations.push_back(unit.duration);
    if (result.longest == nullptr || unit.duration > result.longest->duration)
      result.longest = &unit;
  }
  result.sum = std::accumulate(durations.begin(), durations.end(), result.sum);
  result.bound = bound(durations, run.slots);
  if (const auto wall = static_cast<double>(run.wall.count()); wall > 0) {
    result.speed_up = static_cast<double>(result.sum.count()) / wall;
    result.percent_of_bound = 100 * static_cast<double>(result.bound.count()) / wall;
  }
  return result;
}

}  // namespace isorun
