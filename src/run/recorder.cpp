#include "run/recorder.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/mapped_file.hpp"
#include "base/utf8.hpp"
#include "layers/kept_layer.hpp"
#include "report/log_name.hpp"

namespace isorun {
namespace {

// A shard's reason is the worst of its units' reasons.
std::string_view shard_reason(const EndedShard& shard) {
  if (shard.results.problem) return name(shard.results.problem->reason);
  for (const UnitResult& result : shard.results.results) {
    if (!is_good(result.reason)) return name(result.reason);
  }
  if (shard.evidence.stop == Evidence::Stop::interrupted) return "interrupted";
  return name(Reason::passed);
}

// Replaces the log of an earlier round.
void forget_log(std::vector<AttemptRecord>& attempts, const std::string& log) {
  for (AttemptRecord& attempt : attempts)
    if (attempt.log == log) attempt.log.clear();
}

// "shard 3 and 4 more"
std::string shards_text(std::span<const std::size_t> shards) {
  const std::string others =
      shards.size() == 1 ? "" : fmt::format(" and {} more", shards.size() - 1);
  return fmt::format("shard {}{}", shards.front(), others);
}

// "the logs of shard 3 and 4 others are cut off: writing the log: No space left on device (ENOSPC)"
std::string cut_off_text(std::span<const std::size_t> shards, const Error& why) {
  return fmt::format("the output of {} is truncated: {}", shards_text(shards), to_string(why));
}

}  // namespace

void Recorder::take(const EndedShard& shard, std::shared_ptr<void> owner) {
  ShardRecord record{.index = shard.job.index, .slot = shard.shown.slot};
  for (const std::size_t unit : shard.job.units) record.units.push_back(suite_.units()[unit].name);
  if (shard.output != nullptr && shard.output->error()) {
    if (!cut_off_why_) cut_off_why_ = shard.output->error();
    cut_off_.push_back(shard.job.index);
  }
  const Ending& ending = shard.evidence.ending;
  record.start = shard.shown.begin - begin_;
  record.wall = ending.wall;
  record.user = ending.user;
  record.system = ending.system;
  record.peak_memory_bytes = ending.peak_memory_bytes;
  // A shard that isorun stopped could not clean up.
  if (shard.evidence.stop == Evidence::Stop::none)
    record.leftover_processes = ending.leftover_processes;
  record.services.assign(shard.services.begin(), shard.services.end());
  take_services(shard);
  record.reason = shard_reason(shard);
  Found& found = found_.emplace_back();
  if (shard.layer.root) {
    // Workers of a suite have no units, and run simultaneously whatever -j is.
    const Job& job = shard.job;
    const Writer writer{.shard = job.index,
                        .units = job.units,
                        .ran_alone = !job.units.empty() && job.slots >= slots_};
    const LayerFate fate{.is_kept = is_kept(record),
                         .has_failed = record.reason != name(Reason::passed)};
    worker_.add([this, &layer = shard.layer, writer, fate,
                 &found] { take_layer(layer, writer, fate, found); },
                std::move(owner));
  }
  terminal_.ended(shard.shown);
  terminal_.services(record);
  take_results(shard);
  shards_.push_back(std::move(record));
}

// Takes what no unit of the shard says.
void Recorder::take_services(const EndedShard& shard) {
  const bool all_passed = std::ranges::all_of(
      shard.results.results, [](const UnitResult& result) { return is_good(result.reason); });
  if (all_passed)
    for (const std::string& lost : shard.evidence.lost_services)
      services_[lost].push_back(shard.job.index);
  for (const ServiceRecord& service : shard.services)
    if (service.state == "killed")
      services_[fmt::format("the service `{}` {}", printable(service.name), service.detail)]
          .push_back(shard.job.index);
}

bool Recorder::is_kept(const ShardRecord& record) const {
  return keep_ == Keep::all || (keep_ == Keep::failed && record.reason != name(Reason::passed));
}

// Runs in the worker thread, which alone uses the collector, the collisions and the kept layers.
void Recorder::take_layer(const Layer& layer, const Writer& writer, LayerFate fate, Found& found) {
  const std::string number = fmt::format("{}", writer.shard);
  collisions_.begin(writer);
  const SourceFile of{
      .shard = writer.shard, .shard_name = number, .path = "", .has_failed = fate.has_failed};
  found.use = collector_.take(of, layer, [this](const LayerEntry& entry, bool is_taken) {
    collisions_.add(entry);
    if (!is_taken) kept_out_.add(entry);
  });
  if (!fate.is_kept) return;
  const Result<void> kept = directory_.add_layer(
      number, [&](int directory) { return keep_layer(layer, own_, directory); });
  if (kept)
    found.kept = "layers/" + number;
  else
    found.problem = fmt::format("shard {}: {}", number, to_string(kept.error()));
}

void Recorder::merge() {
  worker_.add([this] { collected_ = collector_.finish(); });
}

void Recorder::take_results(const EndedShard& shard) {
  std::set<std::size_t> seen;
  for (std::size_t i = 0; i < shard.results.results.size(); ++i) {
    const UnitResult& result = shard.results.results[i];
    const bool is_first = seen.insert(result.unit).second;
    if (!is_first)
      problems_.push_back(fmt::format("{} has two results, both of shard {}",
                                      printable(suite_.units()[result.unit].name),
                                      shard.job.index));
    if (is_first && shard.meanings[i] != Meaning::not_asked_for)
      take_attempt(shard, i);
    else if (shard.logs[i].is_copy)
      directory_.remove_log(shard.logs[i].name);
  }
  if (shard.results.problem) {
    problems_.push_back(
        fmt::format("shard {}: {}", shard.job.index, shard.results.problem->detail));
  }
  const bool is_log_copied = !shard.logs.empty() && shard.logs.front().is_copy;
  if (is_log_copied && !shard.results.problem)
    directory_.remove_log(shard_log_name(shard.job.index));
}

void Recorder::take_attempt(const EndedShard& shard, std::size_t i) {
  const UnitResult& result = shard.results.results[i];
  const LogPlaces& places = shard.places[i];
  const Meaning meaning = shard.meanings[i];
  const std::string& unit = suite_.units()[result.unit].name;
  Story& story = stories_[result.unit];
  if (std::exchange(story.round, shard.job.round) != shard.job.round) story.has_failed = false;
  // The queue may have had earlier attempts run on other machines.
  const auto number = std::max(static_cast<unsigned>(story.attempts.size()), shard.job.attempt) + 1;
  if (shard.job.attempt > 0) story.has_failed = true;
  const bool is_shown =
      meaning == Meaning::last_word && (!story.shown || is_good(story.shown->reason));
  const std::string own_log = is_shown ? log_name(unit) : log_name(unit, number);
  const std::string log = keep_log(shard.logs[i], own_log);
  if (is_shown) forget_log(story.attempts, log);
  // Pieces are next to each other only in the unit's own log.
  const bool is_in_pieces = places.size() > 1;
  const MappedFile pieces(is_in_pieces ? directory_.open_log(own_log).get() : -1);
  const std::string_view output =
      is_in_pieces ? pieces.text() : part_of(shard.evidence.log, places.front());
  clues_.add(shard.logs[i].clues);
  story.attempts.push_back({.reason = result.reason,
                            .duration = result.duration,
                            .shard = shard.job.index,
                            .slot = shard.shown.slot,
                            .detail = result.detail,
                            .log = log,
                            .output = runs_of(places),
                            .tests = result.tests});
  if (number != story.attempts.size()) story.attempts.back().number = number;
  const AttemptRecord& attempt = story.attempts.back();
  if (meaning == Meaning::again) {
    story.has_failed = true;
    return terminal_.attempt(unit, attempt, shard.job.attempt + 1, output);
  }
  UnitRecord record = record_of(result.unit, story);
  if (story.has_failed && is_good(attempt.reason)) record.reason = Reason::flaky;
  terminal_.unit(record, output);
  if (is_shown) story.shown = std::move(record);
}

// Gives it the unit's name.
std::string Recorder::keep_log(const UnitLog& log, const std::string& name) {
  const Result<void> kept =
      log.problem ? std::unexpected(*log.problem) : directory_.rename_log(log.name, name);
  if (!kept) problems_.push_back(to_string(kept.error()));
  return "logs/" + name;
}

// The state after the last attempt.
UnitRecord Recorder::record_of(std::size_t unit, const Story& story) const {
  const Unit& known = suite_.units()[unit];
  const AttemptRecord& last = story.attempts.back();
  UnitRecord record{.name = known.name,
                    .suite = known.suite,
                    .file = known.file,
                    .reason = last.reason,
                    .duration = last.duration,
                    .shard = last.shard,
                    .slot = last.slot,
                    .detail = last.detail,
                    .log = last.log,
                    .output = last.output,
                    .tests = last.tests};
  if (story.attempts.size() > 1 || last.number) record.attempts = story.attempts;
  return record;
}

void Recorder::fill(RunRecord& run, std::span<const std::size_t> selected,
                    const std::set<std::size_t>& handed_on) const {
  for (const std::size_t unit : selected) {
    const auto found = stories_.find(unit);
    if (found == stories_.end()) {
      run.not_run.push_back(suite_.units()[unit].name);
      continue;
    }
    // If the next attempt had no result, the last one counts.
    const Story& story = found->second;
    UnitRecord record = story.shown ? *story.shown : record_of(unit, story);
    if (story.attempts.size() > 1) record.attempts = story.attempts;
    if (handed_on.contains(unit)) {
      record.attempts = story.attempts;
      run.handed_on.push_back(std::move(record));
    } else {
      run.units.push_back(std::move(record));
    }
  }
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    ShardRecord& shard = run.shards.emplace_back(shards_[i]);
    shard.layer_bytes = found_[i].use.bytes;
    shard.layer_files = found_[i].use.files;
    shard.layer = found_[i].kept;
    if (found_[i].problem) run.problems.push_back(*found_[i].problem);
  }
  std::ranges::sort(run.shards, {}, &ShardRecord::index);
  run.problems.insert(run.problems.end(), problems_.begin(), problems_.end());
  for (const auto& [what, shards] : services_)
    run.warnings.push_back(fmt::format("{} in {}", what, shards_text(shards)));
  if (cut_off_why_) run.problems.push_back(cut_off_text(cut_off_, *cut_off_why_));
}

}  // namespace isorun
