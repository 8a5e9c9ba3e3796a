// Settings for selected units: [[overrides]] in isorun.toml.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "schedule/filter.hpp"
#include "suite/suite.hpp"

namespace isorun {

struct UnitSettings {
  std::vector<std::string> locks{};
  bool serial = false;
  std::optional<unsigned> slots{};
  std::optional<std::chrono::nanoseconds> timeout{};  // applies to each such unit alone
  std::optional<unsigned> retries{};
  std::string bundle{};    // such units share a shard, in listing order; empty: none
  bool own_shard = false;  // nothing else runs in the unit's shard
};

struct UnitRule {
  Filter filter;
  UnitSettings settings{};
};

// Combines all rules that select the unit: the union of their locks; slots, timeout, retries and
// bundle come from the first rule that sets them.
UnitSettings settings_of(std::span<const UnitRule> rules, const Subject& subject);

// Combines the suite's demands with the user's rules.
void add_to(Needs& needs, const UnitSettings& settings);

}  // namespace isorun
