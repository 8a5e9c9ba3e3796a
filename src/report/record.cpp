#include "report/record.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>

#include <fmt/format.h>

#include "schedule/batch.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

// How long the units of a group took that began in one shard; 0 where none stayed together.
nanoseconds longest_group(const RunRecord& run) {
  if (run.group.empty()) return {};
  std::map<std::string_view, nanoseconds> groups;
  for (const UnitRecord& unit : run.units) {
    const std::string& group = run.group == "file" ? unit.file : unit.suite;
    if (group.empty()) continue;
    groups[group] += unit.attempts.empty() ? unit.duration : unit.attempts.front().duration;
  }
  nanoseconds longest{};
  for (const auto& [group, duration] : groups) longest = std::max(longest, duration);
  return longest;
}

}  // namespace

std::size_t number_of_attempt(const UnitRecord& unit, std::size_t place) {
  return unit.attempts[place].number.value_or(place + 1);
}

std::size_t count_attempts(const UnitRecord& unit) {
  return unit.attempts.empty() ? 1 : number_of_attempt(unit, unit.attempts.size() - 1);
}

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
  result.bound = std::max(bound(durations, run.slots), longest_group(run));
  if (const auto wall = static_cast<double>(run.wall.count()); wall > 0) {
    result.speed_up = static_cast<double>(result.sum.count()) / wall;
    result.percent_of_bound = 100 * static_cast<double>(result.bound.count()) / wall;
  }
  return result;
}

std::string note_on_cache(const StepRecord& step) {
  if (step.cache == "used") return " (cached)";
  if (step.cache != "not-stored") return {};
  return fmt::format(" (not cached: {})", step.cache_detail);
}

bool is_wrong(const UnitRecord& unit) {
  return !is_good(unit.reason) || unit.reason == Reason::flaky;
}

}  // namespace isorun
