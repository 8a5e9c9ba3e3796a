#include "schedule/estimates.hpp"

#include <map>
#include <string_view>

namespace isorun {
namespace {

using std::chrono::nanoseconds;

// The median of the known durations, by group; groups without any have no entry.
std::map<std::string_view, nanoseconds> group_medians(std::span<const Task> tasks,
                                                      nanoseconds start_up) {
  std::map<std::string_view, std::vector<Estimate>> known;
  for (const Task& task : tasks)
    if (!task.group.empty() && task.estimate.duration) known[task.group].push_back(task.estimate);
  std::map<std::string_view, nanoseconds> medians;
  for (const auto& [group, estimates] : known) medians.emplace(group, typical(estimates, start_up));
  return medians;
}

}  // namespace

std::vector<Estimate> estimates_of(std::span<const Task> tasks, nanoseconds start_up) {
  std::vector<Estimate> result;
  result.reserve(tasks.size());
  for (const Task& task : tasks) result.push_back(task.estimate);
  const nanoseconds of_all = typical(result, start_up);
  const std::map<std::string_view, nanoseconds> of_group = group_medians(tasks, start_up);
  for (std::size_t position = 0; position < tasks.size(); ++position) {
    const Task& task = tasks[position];
    if (task.estimate.duration) continue;
    const auto neighbours = of_group.find(task.group);
    const nanoseconds median = neighbours == of_group.end() ? of_all : neighbours->second;
    const nanoseconds expected = task.needs.expected;
    result[position].duration = expected > nanoseconds::zero() ? expected : median;
    result[position].is_guess = true;
  }
  return result;
}

}  // namespace isorun
