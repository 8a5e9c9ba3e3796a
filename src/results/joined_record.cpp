#include "results/joined_record.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/utf8.hpp"
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

AttemptRecord result_of(const UnitRecord& unit) {
  return {.reason = unit.reason,
          .duration = unit.duration,
          .shard = unit.shard,
          .slot = unit.slot,
          .detail = unit.detail,
          .log = unit.log,
          .output = unit.output,
          .tests = unit.tests};
}

// A result that does not count.
AttemptRecord uncounted(AttemptRecord attempt, const RunRecord& run, const Offsets& offsets) {
  if (!attempt.log.empty()) attempt.log = log_of_part(attempt.log, run);
  return moved(std::move(attempt), offsets);
}

using Attempts = std::map<std::size_t, AttemptRecord>;  // by number

// Adds attempts that other machines made before.
void complete(UnitRecord& unit, Attempts earlier) {
  for (std::size_t place = 0; place < unit.attempts.size(); ++place)
    earlier.emplace(number_of_attempt(unit, place), unit.attempts[place]);
  unit.attempts.clear();
  for (auto& [number, attempt] : earlier) {
    attempt.number = number == unit.attempts.size() + 1 ? std::nullopt : std::optional(number);
    unit.attempts.push_back(std::move(attempt));
  }
}

}  // namespace

std::string part_name(const RunRecord& part) {
  return part.queue ? fmt::format("machine-{}", part.queue->machine)
                    : fmt::format("slice-{}", part.slice->number);
}

std::string part_title(const RunRecord& part) {
  if (part.queue) return fmt::format("machine {} ({})", part.queue->machine, part.queue->host);
  return fmt::format("slice {}/{}", part.slice->number, part.slice->count);
}

std::string log_of_part(const std::string& log, const RunRecord& part) {
  const std::size_t name = log.rfind('/') + 1;
  return fmt::format("{}{}.{}", log.substr(0, name), part_name(part), log.substr(name));
}

namespace {

class Joining {
 public:
  explicit Joining(Owners owners) { joined_.owners = std::move(owners); }

  void add(const SavedRun& run) {
    const RunRecord& record = run.record;
    const std::size_t number = joined_.offsets.size();
    for (const UnitRecord& unit : record.units) {
      if (joined_.owners.at(unit.name).run == number)
        units_.emplace(unit.name, moved_unit(unit, next_));
      else
        uncounted_[unit.name].push_back(uncounted(result_of(unit), record, next_));
    }
    for (const UnitRecord& unit : record.handed_on) add_handed_on(unit, record, number);
    leave_out(record, number);
    for (const ShardRecord& shard : record.shards)
      joined_.record.shards.push_back(moved_shard(shard, next_));
    for (const StepRecord& step : record.steps) {
      joined_.record.steps.push_back(step);
      joined_.record.steps.back().log = log_of_part(step.log, record);
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

  JoinedRecord finish(const RunRecord& first, const UnitList& list) {
    RunRecord& record = joined_.record;
    record.version = first.version;
    record.options = first.options;
    record.command = first.command;
    record.framework = first.framework;
    record.group = first.group;
    record.slots = next_.slots;
    for (const std::string& name : list) {
      const auto found = units_.find(name);
      if (found == units_.end()) {
        record.not_run.push_back(name);
        continue;
      }
      UnitRecord& unit = record.units.emplace_back(std::move(found->second));
      unit.ended.reset();
      if (const auto earlier = earlier_.find(name); earlier != earlier_.end())
        complete(unit, std::move(earlier->second));
      if (unit.attempts.size() == 1 && !unit.attempts.front().number) unit.attempts.clear();
      if (const auto others = uncounted_.find(name); others != uncounted_.end())
        unit.uncounted = std::move(others->second);
    }
    if (first.queue) add_proof();
    if (joined_.offsets.size() > 1)
      record.notes.emplace_back(
          "Collisions between machines were not looked for: machines share no files");
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
  void add_handed_on(const UnitRecord& unit, const RunRecord& run, std::size_t number) {
    const Owner& owner = joined_.owners.at(unit.name);
    if (owner.run == number) {
      units_.emplace(unit.name, moved_unit(unit, next_));
      return;
    }
    for (std::size_t place = 0; place < unit.attempts.size(); ++place) {
      const std::size_t attempt = number_of_attempt(unit, place);
      if (is_earlier(owner, attempt, number))
        earlier_[unit.name].emplace(attempt, moved(unit.attempts[place], next_));
      else
        uncounted_[unit.name].push_back(uncounted(unit.attempts[place], run, next_));
    }
  }

  void add(const CollisionRecord& collision) {
    const auto [found, is_new] = collisions_.try_emplace(collision.path, collision);
    if (is_new) found->second.shards.clear();
    if (found->second.kind != collision.kind) found->second.kind = "write/delete";
    for (const std::size_t shard : collision.shards)
      found->second.shards.push_back(shard + next_.shards);
  }

  // What units wrote must count once, so shards are left out if none of their units counts here.
  void leave_out(const RunRecord& run, std::size_t number) {
    std::set<std::size_t>& left_out = joined_.left_out.emplace_back();
    if (!run.queue) return;
    for (const ShardRecord& shard : run.shards) {
      const auto counts_here = [&](const std::string& unit) {
        const auto owner = joined_.owners.find(unit);
        if (owner == joined_.owners.end() || owner->second.run == number) return true;
        return std::ranges::any_of(owner->second.earlier,
                                   [&](const auto& earlier) { return earlier.second == number; });
      };
      const auto here = std::ranges::count_if(shard.units, counts_here);
      if (shard.units.empty() || here == std::ssize(shard.units)) continue;
      if (here == 0)
        left_out.insert(shard.index);
      else
        mixed_.push_back(shard.index + next_.shards);
    }
  }

  // The run fails if a unit has no result.
  void add_proof() {
    RunRecord& record = joined_.record;
    if (!record.not_run.empty())
      record.problems.push_back(
          fmt::format("{} of {} units {} no result: is a machine's missing here?",
                      record.not_run.size(), record.not_run.size() + record.units.size(),
                      record.not_run.size() == 1 ? "has" : "have"));
    if (uncounted_.empty()) return;
    const std::string_view name = uncounted_.begin()->first;
    record.warnings.push_back(
        fmt::format("{} unit{} ended on more than one machine, such as {}: the first result counts",
                    uncounted_.size(), uncounted_.size() == 1 ? "" : "s", printable(name)));
    if (!mixed_.empty())
      record.warnings.push_back(fmt::format(
          "files of shards {} were merged with those of other machines that ran some of their "
          "units",
          fmt::join(mixed_, ", ")));
  }

  // Slices do not list paths of one shard, so equal ones are counted separately.
  void add(const KeptOutRecord& kept_out) {
    kept_out_.insert(kept_out.paths.begin(), kept_out.paths.end());
    kept_out_unnamed_ +=
        kept_out.files - std::min(kept_out.files, std::uint64_t{kept_out.paths.size()});
  }

  void add_sentences(const RunRecord& record) {
    const std::string slice = part_title(record);
    if (record.reason == "interrupted")
      joined_.record.problems.push_back(slice + " was interrupted");
    // A machine that lost the queue does no harm if its units ran on others. add_proof() checks
    // that.
    const std::string lost = record.queue ? record.queue->lost : "";
    for (const std::string& problem : record.problems) {
      const bool is_harmless = !lost.empty() && problem == lost;
      (is_harmless ? joined_.record.warnings : joined_.record.problems)
          .push_back(fmt::format("{}: {}", slice, problem));
    }
    for (const std::string& warning : record.warnings)
      joined_.record.warnings.push_back(fmt::format("{}: {}", slice, warning));
    for (const std::string& note : record.notes)
      if (!std::ranges::count(joined_.record.notes, note)) joined_.record.notes.push_back(note);
  }

  JoinedRecord joined_{};
  std::unordered_map<std::string_view, Attempts> earlier_;  // at units handed on, by name
  Offsets next_{};
  std::unordered_map<std::string_view, UnitRecord> units_;  // by name; the runs own the names
  std::map<std::string_view, std::vector<AttemptRecord>> uncounted_;  // by name
  std::vector<std::size_t> mixed_;  // shards some of whose units count elsewhere
  std::map<std::string, CollisionRecord> collisions_;
  std::set<std::string> kept_out_;
  std::uint64_t kept_out_unnamed_ = 0;
};

}  // namespace

JoinedRecord join_records(std::span<const SavedRun> runs, const UnitList& list) {
  Joining joining(find_owners(runs));
  for (const SavedRun& run : runs) joining.add(run);
  return joining.finish(runs.front().record, list);
}

}  // namespace isorun
