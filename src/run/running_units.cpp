#include "run/running_units.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "report/snapshot.hpp"

namespace isorun {
namespace {

// How often units are checked for being slow, which needs a look at the logs.
constexpr std::chrono::nanoseconds rarest_look = std::chrono::seconds(1);

std::vector<RunningShard> shown(const ActiveShards& shards) {
  std::vector<RunningShard> result;
  result.reserve(shards.size());
  for (const auto& shard : shards) result.push_back(shard->shown);
  return result;
}

}  // namespace

void RunningUnits::start(ActiveShard& shard) {
  find(shard, shard.shown.since);
  parts_.terminal.started(shard.shown);
}

void RunningUnits::look(const ActiveShards& shards) {
  const Clock::time_point now = Clock::now();
  if (!parts_.terminal.is_due(now) && !next_look_.has_passed()) return;
  next_look_ = Deadline::in(std::min(rarest_look, parts_.slow / 4));
  find_all(shards, now);
  parts_.terminal.forecast(outlook(shards, now));
  parts_.terminal.tick(now, shown(shards));
}

void RunningUnits::add_to(Wakeups& wakeups) const {
  wakeups.add(next_look_);
  if (const auto tick = parts_.terminal.next_tick()) wakeups.add(Deadline::at(*tick));
}

void RunningUnits::show_snapshot(const ActiveShards& shards) {
  const Clock::time_point now = Clock::now();
  find_all(shards, now);
  parts_.terminal.forecast(outlook(shards, now));
  parts_.terminal.snapshot(now, shown(shards));
}

std::vector<RunningRecord> RunningUnits::records(const ActiveShards& shards) {
  const Clock::time_point now = Clock::now();
  find_all(shards, now);
  std::vector<RunningRecord> records;
  for (const auto& shard : shards)
    records.push_back({running_name(shard->shown), now - shard->shown.since});
  return records;
}

std::optional<Outlook> RunningUnits::outlook(const ActiveShards& shards,
                                             Clock::time_point now) const {
  std::vector<Forecast::RunningJob> jobs;
  for (const auto& shard : shards) jobs.push_back({shard->job.units, now - shard->shown.begin});
  return parts_.forecast.outlook(jobs);
}

void RunningUnits::find_all(const ActiveShards& shards, Clock::time_point now) {
  for (const auto& shard : shards) find(*shard, now);
}

void RunningUnits::find(ActiveShard& shard, Clock::time_point now) {
  const std::optional<std::size_t> unit =
      parts_.suite.running(shard.job.units, log_tail(shard.shown.log));
  const std::string name = unit ? parts_.suite.units()[*unit].name : "";
  if (name != shard.shown.unit) {
    shard.shown.unit = name;
    shard.shown.since = now;
    shard.was_reported_slow = false;
  }
  if (name.empty() || shard.was_reported_slow || now - shard.shown.since < parts_.slow) return;
  shard.was_reported_slow = true;
  const auto running_for = now - shard.shown.since;
  parts_.terminal.slow(
      {.name = name,
       .running_for = running_for,
       .since = std::chrono::system_clock::now() - running_for,
       .has_time_limit = parts_.selection.timeout_of(shard.job.units).count() > 0});
}

}  // namespace isorun
