#include "run/judgement.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/interruption.hpp"
#include "base/mapped_file.hpp"
#include "suite/verdict.hpp"

namespace isorun {
namespace {

constexpr std::size_t units_between_looks = 256;

// Whether the whole log belongs to the shard's only unit.
bool is_of_one_unit(const Judgement& judgement, const ShardRemains& shard) {
  if (judgement.results.results.size() != 1 || judgement.results.problem) return false;
  if (judgement.places.front().size() > 1) return false;
  const LogPlace& place = judgement.places.front().front();
  return place.begin == 0 && place.end == shard.evidence.log.size();
}

// Stores the unit's part of the shard's log as a log of its own.
UnitLog copy_log(const ShardRemains& shard, std::size_t number, const LogPlaces& places,
                 ResultsDirectory& directory) {
  UnitLog log{.name = fmt::format("shard-{}.{}", shard.job.index, number)};
  std::vector<ResultsDirectory::Bytes> parts;
  for (const LogPlace& place : places) parts.push_back({place.begin, place.end});
  const Result<void> copied = directory.copy_log(shard.output.log(), parts, log.name);
  if (!copied) log.problem = copied.error();
  return log;
}

// Pieces are next to each other only in the copy.
void examine(const ShardRemains& shard, const LogPlaces& places, const ResultsDirectory& directory,
             UnitLog& log) {
  if (places.size() == 1)
    return log.clues.examine(part_of(shard.evidence.log, places.front()), shard.layer);
  const UniqueFd copy = directory.open_log(log.name);
  if (copy) log.clues.examine(MappedFile(copy.get()).text(), shard.layer);
}

Judgement interrupted(const ShardRemains& shard, const Judgement& judgement,
                      ResultsDirectory& directory) {
  for (const UnitLog& log : judgement.logs)
    if (log.is_copy) directory.remove_log(log.name);
  return {.results = {.not_run = shard.job.units}};
}

}  // namespace

Judgement keep_logs(ShardResults results, const ShardRemains& shard, ResultsDirectory& directory) {
  Judgement judgement{.results = std::move(results)};
  const std::vector<UnitResult>& units = judgement.results.results;
  judgement.places = places_of(units, shard.output.interleaving());
  const bool is_copied = !is_of_one_unit(judgement, shard);
  for (std::size_t i = 0; i < units.size() && !was_interrupted(); ++i) {
    if (i % units_between_looks == units_between_looks - 1 && is_interrupted()) break;
    const LogPlaces& places = judgement.places[i];
    UnitLog& log = judgement.logs.emplace_back(
        is_copied ? copy_log(shard, i, places, directory)
                  : UnitLog{.name = shard_log_name(shard.job.index), .is_copy = false});
    if (!is_good(units[i].reason)) examine(shard, places, directory, log);
  }
  return was_interrupted() ? interrupted(shard, judgement, directory) : std::move(judgement);
}

Judgement judge(const Suite& suite, const ShardRemains& shard, ResultsDirectory& directory) {
  return keep_logs(results_of(suite, shard.job.units, shard.evidence), shard, directory);
}

}  // namespace isorun
