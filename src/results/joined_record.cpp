#include "results/joined_record.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "results/results_directory.hpp"

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
  for (ServiceRecord& service : shard.services)
    service.log = "logs/" + service_log_name(shard.index, service.name);
  if (!shard.layer.empty()) shard.layer = fmt::format("layers/{}", shard.index);
  return shard;
}

}  // namespace

std::string step_log(const std::string& log, const RunRecord& slice) {
  const std::size_t name = log.rfind('/') + 1;
  return fmt::format("{}slice-{}.{}", log.substr(0, name), slice.slice->number, log.substr(name));
}

namespace {

class Joining {
 public:
  void add(const SavedRun& run) {
    const RunRecord& record = run.record;
    for (const UnitRecord& unit : record.units) units_.emplace(unit.name, moved_unit(unit, next_));
    for (const ShardRecord& shard : record.shards)
      joined_.record.shards.push_back(moved_shard(shard, next_));
    for (const StepRecord& step : record.steps) {
      joined_.record.steps.push_back(step);
      joined_.record.steps.back().log = step_log(step.log, record);
    }
    for (const CollisionRecord& collision : record.collisions) add(collision);
    if (joined_.record.proc.empty()) joined_.record.proc = record.proc;
    joined_.record.wall = std::max(joined_.record.wall, record.wall);
    joined_.record.paths_of_one_shard += record.paths_of_one_shard;
    if (record.kept_out) add(*record.kept_out);
    add_sentences(record);
    joined_.offsets.push_back(next_);
    next_.slots += record.slots;
    if (!record.shards.empty()) next_.shards += record.shards.back().index + 1;
  }

  JoinedRecord finish(const RunRecord& first) {
    RunRecord& record = joined_.record;
    record.version = first.version;
    record.options = first.options;
    record.command = first.command;
    record.framework = first.framework;
    record.group = first.group;
    record.slots = next_.slots;
    for (const std::string& name : first.slice->units) {
      const auto found = units_.find(name);
      if (found == units_.end())
        record.not_run.push_back(name);
      else
        record.units.push_back(std::move(found->second));
    }
    for (auto& [path, collision] : collisions_) record.collisions.push_back(std::move(collision));
    if (!kept_out_.empty()) {
      record.kept_out.emplace(kept_out_.size() + kept_out_unnamed_);
      record.kept_out->paths.assign(
          kept_out_.begin(),
          std::next(kept_out_.begin(),
                    std::min<std::ptrdiff_t>(most_kept_out_paths, std::ssize(kept_out_))));
    }
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

  // Slices do not list paths of one shard, so equal ones are counted separately.
  void add(const KeptOutRecord& kept_out) {
    kept_out_.insert(kept_out.paths.begin(), kept_out.paths.end());
    kept_out_unnamed_ +=
        kept_out.files - std::min(kept_out.files, std::uint64_t{kept_out.paths.size()});
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
  std::unordered_map<std::string_view, UnitRecord> units_;  // by name; the runs own the names
  std::map<std::string, CollisionRecord> collisions_;
  std::set<std::string> kept_out_;
  std::uint64_t kept_out_unnamed_ = 0;
};

}  // namespace

JoinedRecord join_records(std::span<const SavedRun> runs) {
  Joining joining;
  for (const SavedRun& run : runs) joining.add(run);
  return joining.finish(runs.front().record);
}

}  // namespace isorun
