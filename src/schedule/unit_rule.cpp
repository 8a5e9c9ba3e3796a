#include "schedule/unit_rule.hpp"

namespace isorun {

UnitSettings settings_of(std::span<const UnitRule> rules, const Subject& subject) {
  UnitSettings all;
  for (const UnitRule& rule : rules) {
    if (!rule.filter.selects(subject)) continue;
    const UnitSettings& more = rule.settings;
    all.locks.insert(all.locks.end(), more.locks.begin(), more.locks.end());
    all.serial = all.serial || more.serial;
    all.own_shard = all.own_shard || more.own_shard;
    if (!all.slots) all.slots = more.slots;
    if (!all.timeout) all.timeout = more.timeout;
    if (!all.retries) all.retries = more.retries;
    if (all.bundle.empty()) all.bundle = more.bundle;
  }
  return all;
}

void add_to(Needs& needs, const UnitSettings& settings) {
  needs.locks.insert(needs.locks.end(), settings.locks.begin(), settings.locks.end());
  needs.serial = needs.serial || settings.serial;
  needs.slots = settings.slots.value_or(needs.slots);
}

}  // namespace isorun
