#include "schedule/forecast.hpp"

#include <algorithm>
#include <vector>

#include "schedule/estimates.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

// The least part of the work, as 1/N, that says something about the pace of the rest.
constexpr int least_part = 10;

nanoseconds times(nanoseconds span, double factor) {
  return nanoseconds(static_cast<nanoseconds::rep>(static_cast<double>(span.count()) * factor));
}

}  // namespace

Forecast::Forecast(std::span<const Task> tasks, const Policy& policy)
    : slots_(std::max<std::size_t>(policy.slots, 1)) {
  const std::vector<Estimate> estimates = estimates_of(tasks, policy.start_up);
  const auto guesses = std::ranges::count_if(estimates, &Estimate::is_guess);
  is_known_ = policy.rounds > 0 && static_cast<std::size_t>(guesses) * 2 < tasks.size();
  if (!is_known_) return;
  for (std::size_t position = 0; position < tasks.size(); ++position) {
    const nanoseconds duration = estimates[position].duration.value_or(nanoseconds::zero());
    expected_.emplace(tasks[position].unit, duration);
    if (estimates[position].is_guess) guessed_.insert(tasks[position].unit);
    all_ += duration * policy.rounds;
  }
  left_ = all_;
}

void Forecast::job_ended(std::span<const std::size_t> units, nanoseconds took) {
  jobs_.expected += expected(units);
  jobs_.actual += took;
}

void Forecast::unit_ended(std::size_t unit, nanoseconds duration) {
  const nanoseconds before = expected({&unit, 1});
  left_ -= before;
  if (guessed_.contains(unit)) return;
  units_.expected += before;
  units_.actual += duration;
}

std::optional<Outlook> Forecast::outlook(std::span<const RunningJob> running) const {
  if (!is_known_) return std::nullopt;
  const double pace = jobs_.expected * least_part < all_ ? 1 : jobs_.ratio();
  nanoseconds left = times(left_, pace);
  nanoseconds longest{};
  for (const RunningJob& job : running) {
    const nanoseconds whole = times(expected(job.units), pace);
    left -= std::min(whole, job.time);
    longest = std::max(longest, whole - job.time);
  }
  Outlook outlook{.left = std::max(left / static_cast<nanoseconds::rep>(slots_), longest)};
  outlook.left = std::max(outlook.left, nanoseconds::zero());
  if (units_.expected * least_part >= all_) outlook.pace = units_.ratio();
  return outlook;
}

double Forecast::Comparison::ratio() const {
  if (expected.count() <= 0) return 1;
  return static_cast<double>(actual.count()) / static_cast<double>(expected.count());
}

nanoseconds Forecast::expected(std::span<const std::size_t> units) const {
  nanoseconds sum{};
  for (const std::size_t unit : units)
    if (const auto found = expected_.find(unit); found != expected_.end()) sum += found->second;
  return sum;
}

}  // namespace isorun
