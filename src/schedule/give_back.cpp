#include "schedule/give_back.hpp"

#include <algorithm>

namespace isorun {
namespace {

using std::chrono::nanoseconds;

// The one that is running, and the next.
constexpr std::size_t kept_ahead = 2;

}  // namespace

std::optional<GivenBack> best_division(const JobProgress& progress,
                                       std::span<const std::size_t> boundaries, std::size_t units) {
  if (progress.begun == 0 || progress.begun >= units) return std::nullopt;
  const auto ended =
      static_cast<nanoseconds::rep>(progress.begun > kept_ahead ? progress.begun - kept_ahead : 0);
  // A job whose first unit is long may have others.
  const nanoseconds each =
      ended > 0 ? (progress.since_first - progress.since_last) / ended : progress.since_last;
  // What has run for long will probably run as long again.
  const nanoseconds kept = std::max(each, progress.since_last) + each;
  const auto work = [each](std::size_t count) {
    return each * static_cast<nanoseconds::rep>(count);
  };
  const nanoseconds without = kept + work(units - progress.begun);
  std::optional<GivenBack> best;
  for (const std::size_t first : boundaries) {
    if (first < progress.begun || first >= units) continue;
    const nanoseconds here = kept + work(first - progress.begun);
    const nanoseconds there = progress.start_up + work(units - first);
    const nanoseconds saved = without - std::max(here, there);
    if (!best || saved > best->saved) best = GivenBack{first, saved};
  }
  // Another start-up takes time from the shards that are running.
  if (!best || best->saved <= progress.start_up / 2) return std::nullopt;
  return best;
}

}  // namespace isorun
