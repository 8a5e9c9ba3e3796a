// What the user says of some units: [[overrides]] in isorun.toml.
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
  std::optional<std::chrono::nanoseconds> timeout{};  // of such a unit alone
  std::optional<unsigned> retries{};
};

struct UnitRule {
  Filter filter;
  UnitSettings settings{};
};

// What the rules that select the unit say together: all their locks; of slots, timeout and retries
// what the first rule with such a word says.
UnitSettings settings_of(std::span<const UnitRule> rules, const Subject& subject);

// What the suite asks for, and what the user says beside it.
void add_to(Needs& needs, const UnitSettings& settings);

}  // namespace isorun
