#include "run/recorder.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "report/log_name.hpp"

namespace isorun {
namespace {

// The worst that happened in a shard speaks for it.
std::string_view shard_reason(const EndedShard& shard) {
  if (shard.results.problem) return name(shard.results.problem->reason);
  for (const UnitResult& result : shard.results.results) {
    if (!is_good(result.reason)) return name(result.reason);
  }
  if (shard.evidence.stop == Evidence::Stop::interrupted) return "interrupted";
  return name(Reason::passed);
}

// Whether the shard's log is its only unit's, from the first byte to the last.
bool is_of_one_unit(const EndedShard& shard) {
  if (shard.results.results.size() != 1 || shard.results.problem) return false;
  const UnitResult& result = shard.results.results.front();
  return result.log_begin == 0 && result.log_end == shard.evidence.log.size();
}

}  // namespace

void Recorder::take(const EndedShard& shard) {
  ShardRecord record{.index = shard.index, .slot = shard.slot};
  for (const std::size_t unit : shard.units) record.units.push_back(suite_.units()[unit].name);
  const Ending& ending = shard.evidence.ending;
  record.wall = ending.wall;
  record.user = ending.user;
  record.system = ending.system;
  record.peak_memory_bytes = ending.peak_memory_bytes;
  record.leftover_processes = ending.leftover_processes;
  record.reason = shard_reason(shard);
  if (shard.layer.root) {
    const LayerUse use = collector_.take(shard.index, fmt::format("{}", shard.index), shard.layer);
    record.layer_bytes = use.bytes;
    record.layer_files = use.files;
  }
  for (const UnitResult& result : shard.results.results)
    take_unit(shard, result, keep_log(shard, result));
  if (shard.results.problem) {
    problems_.push_back(fmt::format("shard {}: {}", shard.index, shard.results.problem->detail));
  }
  const bool log_is_copied = shard.results.problem == std::nullopt &&
                             !shard.results.results.empty() && !is_of_one_unit(shard);
  if (log_is_copied) directory_.remove_log(shard_log_name(shard.index));
  terminal_.leak(record);
  terminal_.tick(Terminal::Clock::now(), {});
  shards_.push_back(std::move(record));
}

std::string Recorder::keep_log(const EndedShard& shard, const UnitResult& result) {
  const std::string name = log_name(suite_.units()[result.unit].name);
  const Result<void> copied =
      is_of_one_unit(shard)
          ? directory_.rename_log(shard_log_name(shard.index), name)
          : directory_.copy_log(shard.log, result.log_begin, result.log_end, name);
  if (!copied) problems_.push_back(to_string(copied.error()));
  return "logs/" + name;
}

void Recorder::take_unit(const EndedShard& shard, const UnitResult& result,
                         const std::string& log) {
  UnitRecord record{.name = suite_.units()[result.unit].name,
                    .reason = result.reason,
                    .duration = result.duration,
                    .shard = shard.index,
                    .slot = shard.slot,
                    .detail = result.detail,
                    .log = log};
  const auto [place, is_new] = units_.emplace(result.unit, record);
  if (!is_new) {
    problems_.push_back(fmt::format("{} has two results, of shards {} and {}", record.name,
                                    place->second.shard, shard.index));
    return;
  }
  terminal_.unit(record,
                 shard.evidence.log.substr(result.log_begin, result.log_end - result.log_begin));
}

void Recorder::fill(RunRecord& run) {
  for (std::size_t unit = 0; unit < suite_.units().size(); ++unit) {
    const auto found = units_.find(unit);
    if (found == units_.end())
      run.not_run.push_back(suite_.units()[unit].name);
    else
      run.units.push_back(found->second);
  }
  std::ranges::sort(shards_, {}, &ShardRecord::index);
  run.shards = shards_;
  run.problems.insert(run.problems.end(), problems_.begin(), problems_.end());
}

}  // namespace isorun
