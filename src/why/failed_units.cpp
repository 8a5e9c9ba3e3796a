#include "why/failed_units.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "report/shortened.hpp"

namespace isorun {
namespace {

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::usage, 0, std::move(what)});
}

// The first attempt that failed; null: there was only one.
const AttemptRecord* failed_attempt(const UnitRecord& unit) {
  const auto found = std::ranges::find_if(
      unit.attempts, [](const AttemptRecord& attempt) { return !is_good(attempt.reason); });
  return found == unit.attempts.end() ? nullptr : &*found;
}

const ShardRecord* shard_of(const RunRecord& run, const UnitRecord& unit) {
  const AttemptRecord* const attempt = failed_attempt(unit);
  const std::size_t index = attempt == nullptr ? unit.shard : attempt->shard;
  const auto found = std::ranges::find(run.shards, index, &ShardRecord::index);
  return found == run.shards.end() ? nullptr : &*found;
}

bool overlap(const ShardRecord& a, const ShardRecord& b) {
  return a.start < b.start + b.wall && b.start < a.start + a.wall;
}

// Leaves out the names that the suite no longer lists.
std::vector<std::size_t> numbers_of(const Trials& trials, const std::vector<std::string>& names) {
  std::vector<std::size_t> numbers;
  for (const std::string& name : names)
    if (const auto number = trials.find(name)) numbers.push_back(*number);
  return numbers;
}

// All units before it, from the same program, as many of the last as fit into one command.
std::vector<std::size_t> predecessors_of(const Suite& suite, std::size_t number) {
  const std::vector<Unit>& units = suite.units();
  const ShardLimits limits = suite.limits();
  std::size_t bytes = suite.bytes(number);
  std::vector<std::size_t> found;
  for (std::size_t unit = number; unit-- > 0;) {
    if (units[unit].needs.program != units[number].needs.program) continue;
    bytes += suite.bytes(unit);
    if (limits.units > 1 && bytes > limits.bytes) break;
    found.push_back(unit);
  }
  std::ranges::reverse(found);
  return found;
}

// The first one with each detail before all others, so that a small budget finds most causes.
void put_different_ones_first(std::vector<const UnitRecord*>& units) {
  std::set<std::string_view> seen;
  std::ranges::stable_partition(
      units, [&seen](const UnitRecord* unit) { return seen.insert(unit->detail).second; });
}

}  // namespace

Result<std::vector<const UnitRecord*>> units_to_examine(const RunRecord& run,
                                                        const std::vector<std::string>& names) {
  std::vector<const UnitRecord*> units;
  if (names.empty()) {
    for (const UnitRecord& unit : run.units)
      if (!is_good(unit.reason)) units.push_back(&unit);
    put_different_ones_first(units);
    return units;
  }
  std::vector<std::string> wrong;
  for (const UnitRecord& unit : run.units)
    if (is_wrong(unit)) wrong.push_back(unit.name);
  for (const std::string& name : names) {
    const auto found = std::ranges::find(run.units, name, &UnitRecord::name);
    if (found == run.units.end())
      return refuse(
          fmt::format("no unit {} in this run{}", printable(name), suggestion(name, wrong)));
    if (!is_wrong(*found))
      return refuse(fmt::format("{} did not fail in this run", printable(name)));
    units.push_back(&*found);
  }
  return units;
}

std::string output_of(const SavedRun& run, const UnitRecord& unit) {
  const AttemptRecord* const attempt = failed_attempt(unit);
  const std::string& log = attempt == nullptr ? unit.log : attempt->log;
  const std::string& detail = attempt == nullptr ? unit.detail : attempt->detail;
  return fmt::format("{}\n{}", read_shortened(run.directory.get(), log, longest_output), detail);
}

Question question_about(const RunRecord& run, const UnitRecord& unit, const Trials& trials,
                        std::size_t number) {
  const Suite& suite = trials.suite();
  Question question{.predecessors = predecessors_of(suite, number),
                    .shares_processes = suite.limits().units > 1};
  const ShardRecord* const shard = shard_of(run, unit);
  if (shard == nullptr) return question;
  const auto own = std::ranges::find(shard->units, unit.name);
  question.shard = numbers_of(trials, {shard->units.begin(), own});
  for (const ShardRecord& other : run.shards) {
    if (other.slot == shard->slot || !overlap(other, *shard)) continue;
    for (const std::size_t neighbor : numbers_of(trials, other.units))
      question.beside.push_back(neighbor);
  }
  return question;
}

}  // namespace isorun
