// What becomes of a whole suite that one shard runs, by the names of its units.
#pragma once

#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "program.hpp"
#include "suite/framework.hpp"

namespace isorun {

inline std::vector<std::string> names(const Suite& suite) {
  std::vector<std::string> result;
  for (const Unit& unit : suite.units()) result.push_back(unit.name);
  return result;
}

inline std::vector<std::size_t> all_units(const Suite& suite) {
  std::vector<std::size_t> all(suite.units().size());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

struct ShardStory {
  std::map<std::string, std::string> reasons;  // "failed: detail", by name
  std::map<std::string, UnitResult> results;
  std::vector<std::string> not_run;
  std::optional<ShardProblem> problem;
};

inline ShardStory story(const Suite& suite, const std::vector<std::size_t>& units,
                        const Evidence& evidence) {
  const ShardResults shard = suite.results(units, evidence);
  EXPECT_EQ(shard.results.size() + shard.not_run.size(), units.size());
  ShardStory result;
  result.problem = shard.problem;
  for (const UnitResult& unit : shard.results) {
    std::string reason(name(unit.reason));
    if (!unit.detail.empty()) reason += ": " + unit.detail;
    result.reasons[suite.units()[unit.unit].name] = reason;
    result.results[suite.units()[unit.unit].name] = unit;
  }
  for (const std::size_t unit : shard.not_run) result.not_run.push_back(suite.units()[unit].name);
  return result;
}

}  // namespace isorun
