#include "run/selection.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/hash.hpp"
#include "base/utf8.hpp"

namespace isorun {
namespace {

Group group_of(const Suite& suite, const Options& options) {
  return options.schedule.group.value_or(suite.group());
}

std::string_view group_name(const Unit& unit, Group group) {
  switch (group) {
    case Group::suite:
      return unit.suite;
    case Group::file:
      return unit.file;
    case Group::none:
      break;
  }
  // Groups are not kept together, but a new unit probably takes as long as its neighbors.
  return unit.suite;
}

Subject subject_of(const Unit& unit, const std::optional<History::Entry>& entry) {
  Subject subject{.name = unit.name, .suite = unit.suite, .file = unit.file};
  if (!entry) return subject;
  subject.has_failed = !is_good(entry->reason);
  subject.duration = entry->duration;
  return subject;
}

// A bit for each set-up, or service, that a unit needs.
template <class Needed>
std::uint32_t needs_of(const Subject& subject, const std::vector<Needed>& all) {
  std::uint32_t bits = 0;
  for (std::size_t number = 0; number < all.size(); ++number) {
    const std::optional<Filter>& filter = all[number].filter;
    if (!filter || filter->selects(subject)) bits |= 1U << number;
  }
  return bits;
}

std::uint32_t union_of(const std::vector<std::uint32_t>& bits, std::span<const std::size_t> units) {
  std::uint32_t all = 0;
  for (const std::size_t unit : units) all |= bits[unit];
  return all;
}

Estimate estimate(const Unit& unit, std::size_t bytes, const Subject& subject) {
  Estimate estimate{.failed = subject.has_failed, .bytes = bytes};
  if (unit.needs.expected.count() > 0) estimate.duration = unit.needs.expected;
  if (subject.duration) estimate.duration = subject.duration;
  return estimate;
}

// Among the units selected so far.
void keep_failed(Selection& selection, LastFailed wanted) {
  const auto is_good = [](const Task& task) { return !task.estimate.failed; };
  const bool any_failed = !std::ranges::all_of(selection.tasks, is_good);
  if (wanted == LastFailed::ignored || (!any_failed && wanted == LastFailed::else_all)) return;
  std::erase_if(selection.tasks, is_good);
}

// Returns what the history that all machines share knows; empty if there is none.
KnownDurations shared_durations(const Selection& selection, const Suite& suite,
                                const History& history, const Options& options) {
  if (options.history.empty()) return {};
  KnownDurations durations;
  for (const Task& task : selection.tasks) {
    const auto entry = history.find(suite.units()[task.unit].name);
    durations.push_back(entry ? std::optional(entry->duration) : std::nullopt);
  }
  return durations;
}

// Different cuts have different names.
std::string name_of_cut(const KnownDurations& durations) {
  std::string text;
  for (const auto& duration : durations)
    text += duration ? fmt::format("{} ", duration->count()) : "- ";
  return fmt::format("{:016x}", hash(text));
}

void cut(Selection& selection, const Slice& slice, bool keeps_groups,
         const KnownDurations& durations) {
  for (const Task& task : selection.tasks) selection.whole.push_back(task.unit);
  if (!durations.empty()) selection.cut_by = name_of_cut(durations);
  const auto slices = cut_slices(selection.tasks, keeps_groups, slice.count, durations);
  std::vector<Task> kept;
  for (const std::size_t position : slices[slice.index])
    kept.push_back(std::move(selection.tasks[position]));
  selection.tasks = std::move(kept);
}

// The start-up of one shard: all slots together look for as many tests as the listing.
std::chrono::nanoseconds start_up_of(const Suite& suite, const Options& options,
                                     std::chrono::nanoseconds listing) {
  const std::chrono::nanoseconds own = suite.start_up();
  if (own == own.zero()) return listing;
  if (own > listing) return own;  // listing does not start the runner
  return own + (listing - own) / std::max(options.jobs, 1U);
}

}  // namespace

std::chrono::nanoseconds Selection::timeout_of(std::span<const std::size_t> shard) const {
  if (shard.size() != 1) return timeout;
  const auto found = timeouts.find(shard.front());
  return found == timeouts.end() ? timeout : found->second;
}

std::uint32_t Selection::setups_of(std::span<const std::size_t> shard) const {
  return union_of(setups, shard);
}

std::uint32_t Selection::services_of(std::span<const std::size_t> shard) const {
  return union_of(services, shard);
}

Selection select(const Suite& suite, const History& history, const Options& options) {
  Selection selection{.timeout = options.unit_timeout};
  selection.setups.resize(suite.units().size());
  selection.services.resize(suite.units().size());
  const Group group = group_of(suite, options);
  for (std::size_t unit = 0; unit < suite.units().size(); ++unit) {
    const Unit& known = suite.units()[unit];
    const Subject subject = subject_of(known, history.find(known.name));
    if (options.filter && !options.filter->selects(subject)) continue;
    const UnitSettings settings = settings_of(options.rules, subject);
    Task task{
        .unit = unit,
        .estimate = estimate(known, suite.bytes(unit), subject),
        .group = group_name(known, group),
        .needs = known.needs,
        .retries = settings.retries,
        // Only the end of a shard can be timed exactly.
        .is_alone = settings.own_shard || settings.timeout || options.unit_timeout.count() > 0};
    add_to(task.needs, settings);
    if (!settings.bundle.empty()) selection.bundles.emplace(unit, settings.bundle);
    task.needs.setups = selection.setups[unit] = needs_of(subject, options.setups);
    task.needs.services = selection.services[unit] = needs_of(subject, options.services);
    if (settings.timeout) selection.timeouts.emplace(unit, *settings.timeout);
    selection.tasks.push_back(std::move(task));
  }
  join_bundles(selection.tasks, selection.bundles);
  keep_failed(selection, suite.wishes().last_failed);
  if (options.slice)
    cut(selection, *options.slice, group != Group::none,
        shared_durations(selection, suite, history, options));
  for (const Task& task : selection.tasks) selection.units.push_back(task.unit);
  return selection;
}

Result<void> check_bundles(const Suite& suite, const Selection& selection) {
  std::map<std::string_view, std::size_t> programs;
  for (const auto& entry : selection.bundles) {
    const std::size_t unit = entry.first;
    const std::string& bundle = entry.second;
    const auto refuse = [&bundle](std::string_view why) {
      return std::unexpected(
          Error{Phase::usage, 0, fmt::format("bundle {}: {}", printable(bundle), why)});
    };
    if (suite.limits().units == 1)
      return refuse(fmt::format("a shard of {} runs one unit only", suite.framework()));
    const std::size_t program = suite.units()[unit].needs.program;
    if (programs.try_emplace(bundle, program).first->second != program)
      return refuse("a shard runs the units of one program only");
  }
  return {};
}

std::string_view kept_group(const Suite& suite, const Options& options) {
  // A unit with a time limit has its own shard; workers of a suite divide it as they like.
  if (options.unit_timeout.count() > 0 || suite.wishes().workers > 0) return {};
  switch (group_of(suite, options)) {
    case Group::suite:
      return "suite";
    case Group::file:
      return "file";
    case Group::none:
      break;
  }
  return {};
}

Policy policy_of(const Suite& suite, const Options& options, std::chrono::nanoseconds listing) {
  const ScheduleOptions& wanted = options.schedule;
  const ShardLimits limits = suite.limits();
  // A suite with its own workers runs as one shard, or one after another.
  return {.slots = suite.wishes().workers > 0 ? 1 : options.jobs,
          .distribution = wanted.distribution,
          .keeps_groups = group_of(suite, options) != Group::none,
          .shuffle = wanted.shuffle,
          .retries = wanted.retries,
          .rounds = wanted.rounds,
          .until_fail = wanted.until_fail,
          .max_fail = wanted.max_fail > 0 ? wanted.max_fail : suite.wishes().max_fail,
          .gives_back = suite.gives_back(),
          .is_fed = options.queue.has_value(),
          .first_alone = !suite.proofs().empty(),
          .start_up = start_up_of(suite, options, listing),
          .max_units = limits.units,
          .max_bytes = limits.bytes};
}

}  // namespace isorun
