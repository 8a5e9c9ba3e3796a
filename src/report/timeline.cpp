#include "report/timeline.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

namespace isorun {
namespace {

using std::chrono::nanoseconds;

struct Ran {
  std::size_t unit = 0;
  unsigned attempt = 1;
  Reason reason = Reason::passed;
  nanoseconds duration{};
};

using RanInShard = std::unordered_multimap<std::string_view, Ran>;  // by the unit's name

std::map<std::size_t, RanInShard> by_shard(const RunRecord& run) {
  std::map<std::size_t, RanInShard> result;
  for (std::size_t i = 0; i < run.units.size(); ++i) {
    const UnitRecord& unit = run.units[i];
    if (unit.attempts.empty())
      result[unit.shard].emplace(unit.name, Ran{i, 1, unit.reason, unit.duration});
    unsigned number = 0;
    for (const AttemptRecord& attempt : unit.attempts)
      result[attempt.shard].emplace(unit.name, Ran{i, ++number, attempt.reason, attempt.duration});
  }
  return result;
}

// Sorts units in the shard's order.
std::vector<Ran> in_order(const ShardRecord& shard, const RanInShard& ran) {
  std::vector<Ran> result;
  for (const std::string& unit : shard.units) {
    const auto [begin, end] = ran.equal_range(unit);
    for (auto found = begin; found != end; ++found) result.push_back(found->second);
  }
  return result;
}

void add_shard(const ShardRecord& shard, const std::vector<Ran>& ran, std::vector<Span>& spans) {
  nanoseconds sum{};
  for (const Ran& one : ran) sum += one.duration;
  const double scale =
      sum > shard.wall ? static_cast<double>(shard.wall.count()) / static_cast<double>(sum.count())
                       : 1;
  nanoseconds now = shard.start;
  const auto add = [&](Span span) {
    span.shard = shard.index;
    span.slot = shard.slot;
    span.begin = now;
    now += span.duration;
    spans.push_back(span);
  };
  if (shard.wall > sum) add({.duration = shard.wall - sum});
  for (const Ran& one : ran) {
    const auto duration = nanoseconds(
        static_cast<nanoseconds::rep>(static_cast<double>(one.duration.count()) * scale));
    add({.unit = one.unit, .attempt = one.attempt, .reason = one.reason, .duration = duration});
  }
}

}  // namespace

std::vector<Span> timeline(const RunRecord& run) {
  const std::map<std::size_t, RanInShard> ran = by_shard(run);
  std::vector<Span> spans;
  for (const ShardRecord& shard : run.shards) {
    const auto found = ran.find(shard.index);
    add_shard(shard, found == ran.end() ? std::vector<Ran>() : in_order(shard, found->second),
              spans);
  }
  return spans;
}

}  // namespace isorun
