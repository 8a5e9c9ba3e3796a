#include "results/joined_record.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

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

UnitRecord moved_unit(UnitRecord unit, const Offsets& offsets) {
  for (AttemptRecord& attempt : unit.attempts) attempt = moved(std::move(attempt), offsets);
  return moved(std::move(unit), offsets);
}

ShardRecord moved_shard(ShardRecord shard, const Offsets& offsets) {
  shard.index += offsets.shards;
  shard.slot += offsets.slots;
  for (ServiceRecord& service : shard.services)
    service.log = "logs/" + service_log_name(shard.index, service.name);
  if (!shard.layer.empty()) shard.layer = fmt::format("layers/{}", shard.index);
  return shard;
}

AttemptRecord result_of(UnitRecord unit) {
  return {.reason = unit.reason,
          .duration = unit.duration,
          .shard = unit.shard,
          .slot = unit.slot,
          .detail = std::move(unit.detail),
          .log = std::move(unit.log),
          .output = std::move(unit.output),
          .tests = std::move(unit.tests)};
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
  Joining(const RunRecord& first, const Joint& joint, const UnitList& list)
      : joint_(joint), list_(list), is_queue_(first.queue), record_(heading(first)) {
    record_.slots = 0;
    record_.units.resize(list.size());
  }

  void add(RunRecord part) {
    const Offsets& offsets = joint_.offsets[number_];
    for (UnitRecord& unit : part.units) {
      const Owner& owner = joint_.owners.at(unit.name);
      if (owner.run == number_)
        record_.units[owner.place] = moved_unit(std::move(unit), offsets);
      else
        uncounted_[owner.place].push_back(uncounted(result_of(std::move(unit)), part, offsets));
    }
    for (UnitRecord& unit : part.handed_on) add_handed_on(std::move(unit), part);
    for (ShardRecord& shard : part.shards)
      record_.shards.push_back(moved_shard(std::move(shard), offsets));
    for (StepRecord& step : part.steps) {
      step.log = log_of_part(step.log, part);
      record_.steps.push_back(std::move(step));
    }
    for (const CollisionRecord& collision : part.collisions) add(collision);
    if (record_.proc.empty()) record_.proc = part.proc;
    record_.slots += part.slots;
    record_.wall = std::max(record_.wall, part.wall);
    record_.paths_of_one_shard += part.paths_of_one_shard;
    if (part.kept_out) add(*part.kept_out);
    add_sentences(part);
    ++number_;
  }

  RunRecord finish() {
    for (auto& [place, attempts] : earlier_) complete(record_.units[place], std::move(attempts));
    for (auto& [place, attempts] : uncounted_) record_.units[place].uncounted = std::move(attempts);
    finish_units();
    if (is_queue_) add_proof();
    if (number_ > 1)
      record_.notes.emplace_back(
          "Collisions between machines were not looked for: machines share no files");
    for (auto& [path, collision] : collisions_) record_.collisions.push_back(std::move(collision));
    if (!kept_out_.empty()) {
      record_.kept_out.emplace(kept_out_.size() + kept_out_unnamed_);
      record_.kept_out->paths.assign(
          kept_out_.begin(),
          std::next(kept_out_.begin(),
                    std::min<std::ptrdiff_t>(most_kept_out_paths, std::ssize(kept_out_))));
    }
    return std::move(record_);
  }

 private:
  void add_handed_on(UnitRecord unit, const RunRecord& part) {
    const Offsets& offsets = joint_.offsets[number_];
    const Owner& owner = joint_.owners.at(unit.name);
    if (owner.run == number_) {
      record_.units[owner.place] = moved_unit(std::move(unit), offsets);
      return;
    }
    for (std::size_t place = 0; place < unit.attempts.size(); ++place) {
      const std::size_t attempt = number_of_attempt(unit, place);
      if (is_earlier(owner, attempt, number_))
        earlier_[owner.place].emplace(attempt, moved(unit.attempts[place], offsets));
      else
        uncounted_[owner.place].push_back(uncounted(unit.attempts[place], part, offsets));
    }
  }

  void add(const CollisionRecord& collision) {
    const auto [found, is_new] = collisions_.try_emplace(collision.path, collision);
    if (is_new) found->second.shards.clear();
    if (found->second.kind != collision.kind) found->second.kind = "write/delete";
    for (const std::size_t shard : collision.shards)
      found->second.shards.push_back(shard + joint_.offsets[number_].shards);
  }

  void finish_units() {
    for (const std::string& name : list_)
      if (!joint_.owners.contains(name)) record_.not_run.push_back(name);
    std::erase_if(record_.units, [](const UnitRecord& unit) { return unit.name.empty(); });
    for (UnitRecord& unit : record_.units) {
      unit.ended.reset();
      if (unit.attempts.size() == 1 && !unit.attempts.front().number) unit.attempts.clear();
    }
  }

  // The run fails if a unit has no result.
  void add_proof() {
    if (!record_.not_run.empty())
      record_.problems.push_back(fmt::format(
          "{} of {} units {} no result: is a machine's missing here?", record_.not_run.size(),
          list_.size(), record_.not_run.size() == 1 ? "has" : "have"));
    if (uncounted_.empty()) return;
    record_.warnings.push_back(
        fmt::format("{} unit{} ended on more than one machine, such as {}: the first result counts",
                    uncounted_.size(), uncounted_.size() == 1 ? "" : "s",
                    printable(list_[uncounted_.begin()->first])));
    if (!joint_.mixed.empty())
      record_.warnings.push_back(fmt::format(
          "files of shards {} were merged with those of other machines that ran some of their "
          "units",
          fmt::join(joint_.mixed, ", ")));
  }

  // Slices do not list paths of one shard, so equal ones are counted separately.
  void add(const KeptOutRecord& kept_out) {
    kept_out_.insert(kept_out.paths.begin(), kept_out.paths.end());
    kept_out_unnamed_ +=
        kept_out.files - std::min(kept_out.files, std::uint64_t{kept_out.paths.size()});
  }

  void add_sentences(const RunRecord& part) {
    const std::string title = part_title(part);
    if (part.reason == "interrupted") record_.problems.push_back(title + " was interrupted");
    // A machine that lost the queue does no harm if its units ran on others. add_proof() checks
    // that.
    const std::string lost = part.queue ? part.queue->lost : "";
    for (const std::string& problem : part.problems) {
      const bool is_harmless = !lost.empty() && problem == lost;
      (is_harmless ? record_.warnings : record_.problems)
          .push_back(fmt::format("{}: {}", title, problem));
    }
    for (const std::string& warning : part.warnings)
      record_.warnings.push_back(fmt::format("{}: {}", title, warning));
    for (const std::string& note : part.notes)
      if (!std::ranges::count(record_.notes, note)) record_.notes.push_back(note);
  }

  const Joint& joint_;
  const UnitList& list_;
  const bool is_queue_;
  RunRecord record_;
  std::size_t number_ = 0;  // of the next run
  // By the unit's place in the list.
  std::map<std::size_t, Attempts> earlier_;  // at units handed on
  std::map<std::size_t, std::vector<AttemptRecord>> uncounted_;
  std::map<std::string, CollisionRecord> collisions_;
  std::set<std::string> kept_out_;
  std::uint64_t kept_out_unnamed_ = 0;
};

}  // namespace

RunRecord heading(const RunRecord& part) {
  return {.version = part.version,
          .options = part.options,
          .command = part.command,
          .slots = part.slots,
          .framework = part.framework,
          .group = part.group};
}

RunRecord join_records(std::span<SavedRun> runs, const Joint& joint, const UnitList& list) {
  Joining joining(runs.front().record, joint, list);
  for (SavedRun& run : runs) joining.add(std::exchange(run.record, {}));
  return joining.finish();
}

}  // namespace isorun
