#include "results/joined_record.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

namespace isorun {
namespace {

template <class Record>
Record moved(Record record, const Offsets& offsets) {
  record.shard += offsets.shards;
  record.slot += offsets.slots;
  return record;
}

UnitRecord moved_unit(const UnitRecord& unit, const Offsets& offsets) {
  UnitRecord result = moved(unit, offsets);
  for (AttemptRecord& attempt : result.attempts) attempt = moved(attempt, offsets);
  return result;
}

ShardRecord moved_shard(ShardRecord shard, const Offsets& offsets) {
  shard.index += offsets.shards;
  shard.slot += offsets.slots;
  if (!shard.layer.empty()) shard.layer = fmt::format("layers/{}", shard.index);
  return shard;
}

class Joining {
 public:
  void add(const SavedRun& run) {
    const RunRecord& record = run.record;
    for (const UnitRecord& unit : record.units) units_.emplace(unit.name, moved_unit(unit, next_));
    for (const ShardRecord& shard : record.shards)
      joined_.record.shards.push_back(moved_shard(shard, next_));
    for (const CollisionRecord& collision : record.collisions) add(collision);
    joined_.record.wall = std::max(joined_.record.wall, record.wall);
    joined_.record.paths_of_one_shard += record.paths_of_one_shard;
    add_sentences(record);
    joined_.offsets.push_back(next_);
    next_.slots += record.slots;
    if (!record.shards.empty()) next_.shards += record.shards.back().index + 1;
  }

  JoinedRecord finish(const RunRecord& first) {
    RunRecord& record = joined_.record;
    record.version = first.version;
    record.command = first.command;
    record.framework = first.framework;
    record.slots = next_.slots;
    for (const std::string& name : first.slice->units) {
      const auto found = units_.find(name);
      if (found == units_.end())
        record.not_run.push_back(name);
      else
        record.units.push_back(std::move(found->second));
    }
    for (auto& [path, collision] : collisions_) record.collisions.push_back(std::move(collision));
    return std::move(joined_);
  }

 private:
  void add(const CollisionRecord& collision) {
    const auto [found, is_new] = collisions_.try_emplace(collision.path, collision);
    if (is_new) found->second.shards.clear();
    if (found->second.kind != collision.kind) found->second.kind = "write/delete";
    for (const std::size_t shard : collision.shards)
      found->second.shards.push_back(shard + next_.shards);
  }

  void add_sentences(const RunRecord& record) {
    const std::string slice = fmt::format("slice {}/{}", record.slice->number, record.slice->count);
    if (record.reason == "interrupted")
      joined_.record.problems.push_back(slice + " was interrupted");
    for (const std::string& problem : record.problems)
      joined_.record.problems.push_back(fmt::format("{}: {}", slice, problem));
    for (const std::string& warning : record.warnings)
      joined_.record.warnings.push_back(fmt::format("{}: {}", slice, warning));
    for (const std::string& note : record.notes)
      if (!std::ranges::count(joined_.record.notes, note)) joined_.record.notes.push_back(note);
  }

  JoinedRecord joined_{};
  Offsets next_{};
  std::unordered_map<std::string_view, UnitRecord> units_;  // by names of the runs' own
  std::map<std::string, CollisionRecord> collisions_;
};

}  // namespace

JoinedRecord join_records(std::span<const SavedRun> runs) {
  Joining joining;
  for (const SavedRun& run : runs) joining.add(run);
  return joining.finish(runs.front().record);
}

}  // namespace isorun
