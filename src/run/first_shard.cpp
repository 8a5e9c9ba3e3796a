#include "run/first_shard.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace isorun {
namespace {

// While others wait.
constexpr std::chrono::nanoseconds rarest_look = std::chrono::milliseconds(20);

}  // namespace

bool FirstShard::has_proved(const ActiveShards& active) {
  next_look_ = Deadline();
  if (!parts_.schedule.holds_jobs() || active.empty()) return false;
  if (active.front()->attempt.has_left(parts_.suite.proofs())) {
    parts_.schedule.release_held();
    return true;
  }
  next_look_ = Deadline::in(rarest_look);
  return false;
}

void FirstShard::judge(const ActiveShard& ended, const Evidence& evidence) {
  if (!parts_.schedule.holds_jobs()) return;
  // The others would fare no better, and the command has not shown whether it shards.
  if (evidence.ending.how == Ending::How::service_failed)
    return parts_.schedule.keep_only(ended.job);
  const std::vector<std::string> proofs = parts_.suite.proofs();
  const bool is_part = std::ranges::any_of(
      proofs, [&evidence](const std::string& name) { return evidence.file(name).has_value(); });
  if (is_part) return parts_.schedule.release_held();
  whole_ = ended.job.units.front();
  parts_.suite.stay_whole(*whole_);
  parts_.schedule.keep_only(ended.job);
  parts_.forecast.forget();
  parts_.terminal.expect(parts_.schedule.expected().value_or(0));
}

}  // namespace isorun
