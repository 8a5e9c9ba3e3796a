#include "results/joint.hpp"

#include <algorithm>

namespace isorun {
namespace {

bool counts_here(const Owners& owners, const std::string& unit, std::size_t run) {
  const auto owner = owners.find(unit);
  if (owner == owners.end() || owner->second.run == run) return true;
  return std::ranges::any_of(owner->second.earlier,
                             [run](const auto& earlier) { return earlier.second == run; });
}

// What units wrote must count once, so shards are left out if none of their units counts here.
void leave_out(const RunRecord& run, std::size_t number, Joint& joint) {
  std::set<std::size_t>& left_out = joint.left_out.emplace_back();
  if (!run.queue) return;
  for (const ShardRecord& shard : run.shards) {
    const auto here = std::ranges::count_if(shard.units, [&](const std::string& unit) {
      return counts_here(joint.owners, unit, number);
    });
    if (shard.units.empty() || here == std::ssize(shard.units)) continue;
    if (here == 0)
      left_out.insert(shard.index);
    else
      joint.mixed.push_back(shard.index + joint.offsets[number].shards);
  }
}

}  // namespace

Joint find_joint(std::span<const SavedRun> runs, const UnitList& list) {
  Joint joint{.owners = find_owners(runs, list)};
  Offsets next;
  for (std::size_t number = 0; number < runs.size(); ++number) {
    const RunRecord& run = runs[number].record;
    joint.offsets.push_back(next);
    leave_out(run, number, joint);
    next.slots += run.slots;
    if (!run.shards.empty()) next.shards += run.shards.back().index + 1;
  }
  return joint;
}

}  // namespace isorun
