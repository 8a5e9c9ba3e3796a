#include "audit/conflicts.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>

#include "audit/things.hpp"
#include "host/mounts.hpp"

namespace isorun {
namespace {

// One unit's use of one thing.
struct Part {
  std::size_t account = 0;
  const Usage* use = nullptr;   // null: it listed or removed a directory above the thing
  const Sign* above = nullptr;  // that it did so
  bool removes_above = false;
  bool is_in_layer = true;  // what it left is known

  [[nodiscard]] bool has(Act act) const { return use != nullptr && use->find(act) != nullptr; }
  [[nodiscard]] bool has_any(std::initializer_list<Act> acts) const {
    return std::ranges::any_of(acts, [this](Act act) { return has(act); });
  }

  // A file that is as it was has not been changed, even if it was opened for writing, or if making
  // it was tried.
  [[nodiscard]] bool changes() const {
    if (removes_above || has_any({Act::removed, Act::bound})) return true;
    const bool may_have = !is_in_layer || (use != nullptr && use->remains.has_value());
    return may_have && has_any({Act::created, Act::claimed, Act::truncated, Act::wrote});
  }
  [[nodiscard]] bool comes_or_goes() const {
    return changes() && has_any({Act::created, Act::claimed, Act::removed, Act::bound});
  }
  [[nodiscard]] bool removes() const { return removes_above || has(Act::removed); }
  [[nodiscard]] bool uses() const {
    return use == nullptr || removes_above ||
           std::ranges::any_of(use->signs, [](const Sign& s) { return s.act != Act::set; });
  }
};

using Parts = std::vector<Part>;

// The act that matters most in a conflict.
Act main_act(const Part& part) {
  if (part.removes_above) return Act::removed;
  if (part.use == nullptr) return Act::listed;
  for (const Act act :
       {Act::created, Act::claimed, Act::removed, Act::bound, Act::truncated, Act::wrote,
        Act::wanted_gone, Act::connected, Act::read, Act::listed, Act::locked})
    if (part.has(act)) return act;
  return Act::looked;
}

Role role_of(const Part& part, const AuditedUnit& unit) {
  const bool made = part.has_any({Act::created, Act::claimed});
  const Act act = main_act(part);
  const Sign* sign = part.use == nullptr ? part.above : part.use->find(act);
  return {.account = part.account,
          .act = act,
          .is_passing = made && part.has(Act::removed),
          .by_listing = part.use == nullptr && !part.removes_above,
          .line = sign == nullptr ? "" : unit.journal.lines[sign->line]};
}

// Whether everyone creates it exclusively, removes it again and uses it for nothing else: it makes
// others wait, and nothing more.
bool is_lock(const Parts& parts) {
  bool is_claimed = false;
  for (const Part& part : parts) {
    is_claimed = is_claimed || part.has(Act::claimed);
    for (const Sign& sign : part.use->signs)
      if (sign.act != Act::claimed && sign.act != Act::removed && sign.act != Act::wanted_gone)
        return false;
    if (part.use->remains && part.use->remains->kind != Remains::Kind::nothing) return false;
  }
  return is_claimed;
}

bool is_guarded(const Part& part) {
  return part.has(Act::locked) && !part.has_any({Act::truncated, Act::removed});
}

bool leave_the_same(const Part& one, const Part& other) {
  if (one.removes() || other.removes()) return false;
  return one.use->remains && other.use->remains && one.use->remains == other.use->remains &&
         one.use->remains->kind != Remains::Kind::nothing;
}

bool conflict(const Part& one, const Part& other) {
  if (!one.changes() && !other.changes()) return false;
  if (!one.uses() || !other.uses()) return false;
  const bool both_change = one.changes() && other.changes();
  if (is_guarded(one) && is_guarded(other)) return false;
  if (both_change && one.use != nullptr && other.use != nullptr) return !leave_the_same(one, other);
  return true;
}

// The directories that it read Python's modules from.
std::set<std::string> imports_of(const AuditedUnit& unit) {
  std::set<std::string> directories;
  for (const auto& [thing, use] : unit.journal.uses) {
    if (!thing.ends_with(".py") && !thing.ends_with(".pyc")) continue;
    if (use.find(Act::read) == nullptr) continue;
    std::string directory = thing.substr(0, thing.rfind('/'));
    constexpr std::string_view cache = "/__pycache__";
    if (directory.ends_with(cache)) directory.resize(directory.size() - cache.size());
    directories.insert(std::move(directory));
  }
  return directories;
}

bool is_in_layer(std::string_view thing, const Places& places) {
  return is_path(thing) && std::ranges::none_of(places.shared, [thing](const std::string& shared) {
           return is_within(thing, shared);
         });
}

class Search {
 public:
  Search(std::span<const AuditedUnit> accounts, const Places& places) : accounts_(accounts) {
    for (std::size_t account = 0; account < accounts.size(); ++account) {
      for (const auto& [thing, use] : accounts[account].journal.uses) {
        if (is_of_no_concern(thing, places.own)) continue;
        things_[key_of(thing)].push_back(
            {.account = account, .use = &use, .is_in_layer = is_in_layer(thing, places)});
      }
    }
    find_locks();
    for (const AuditedUnit& unit : accounts) import_directories_.push_back(imports_of(unit));
  }

  Conflicts run() {
    found_.has_any.resize(accounts_.size());
    for (auto& [thing, parts] : things_) {
      if (locks_.contains(thing)) continue;
      if (std::ranges::none_of(parts, &Part::changes)) continue;
      Parts all = parts;
      add_listers(thing, all);
      judge(thing, all);
    }
    judge_removed_directories();
    return std::move(found_);
  }

 private:
  void find_locks() {
    for (const auto& [thing, parts] : things_)
      if (thing.starts_with('/') && is_lock(parts)) locks_.insert(thing);
  }

  // A unit that listed the directory sees what comes and goes in it.
  void add_listers(const std::string& thing, Parts& parts) const {
    if (!thing.starts_with('/') || std::ranges::none_of(parts, &Part::comes_or_goes)) return;
    const auto directory = things_.find(thing.substr(0, thing.rfind('/')));
    if (directory == things_.end()) return;
    std::set<std::size_t> known;
    for (const Part& part : parts) known.insert(part.account);
    for (const Part& part : directory->second)
      if (part.has(Act::listed) && !known.contains(part.account) && !is_import(part, thing))
        parts.push_back({.account = part.account, .above = part.use->find(Act::listed)});
  }

  // Whether it only looked for modules there, which the thing is not.
  [[nodiscard]] bool is_import(const Part& part, const std::string& thing) const {
    const std::string directory = thing.substr(0, thing.rfind('/'));
    return part.use->find(Act::listed)->is_import && !thing.ends_with(".py") &&
           !thing.ends_with(".so") && import_directories_[part.account].contains(directory);
  }

  // Whoever uses what was below conflicts as well.
  void judge_removed_directories() {
    for (const auto& thing : things_) {
      const std::string& directory = thing.first;
      const Parts& parts = thing.second;
      Parts removers;
      for (const Part& part : parts)
        if (const Sign* sign = part.use->find(Act::removed); sign != nullptr && sign->is_directory)
          removers.push_back({.account = part.account, .above = sign, .removes_above = true});
      if (removers.empty()) continue;
      const auto is_judged = [&parts](const Part& part) {
        return std::ranges::find(parts, part.account, &Part::account) != parts.end();
      };
      const std::string prefix = directory + '/';
      for (auto below = things_.lower_bound(prefix);
           below != things_.end() && below->first.starts_with(prefix); ++below) {
        Parts all = removers;
        std::ranges::remove_copy_if(below->second, std::back_inserter(all), is_judged);
        if (all.size() > removers.size()) judge(directory, all);
      }
    }
  }

  void judge(const std::string& thing, Parts& parts) {
    if (parts.size() < 2) return;
    std::ranges::sort(parts, {}, &Part::account);
    Conflict conflict_here{.thing = thing, .roles = {}, .pairs = {}};
    std::vector<bool> is_in(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
      for (std::size_t j = i + 1; j < parts.size(); ++j) {
        const bool both_remove = parts[i].removes_above && parts[j].removes_above;
        if (both_remove || !conflict(parts[i], parts[j])) continue;
        is_in[i] = is_in[j] = true;
        if (++pairs_ > Conflicts::most_pairs)
          found_.is_complete = false;
        else
          conflict_here.pairs.emplace_back(i, j);
      }
    }
    if (conflict_here.pairs.empty()) return;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      conflict_here.roles.push_back(role_of(parts[i], accounts_[parts[i].account]));
      if (is_in[i]) found_.has_any[parts[i].account] = true;
    }
    found_.all.push_back(std::move(conflict_here));
  }

  std::span<const AuditedUnit> accounts_;
  std::map<std::string, Parts> things_;
  std::vector<std::set<std::string>> import_directories_;  // by account
  std::set<std::string> locks_;
  Conflicts found_;
  std::size_t pairs_ = 0;
};

}  // namespace

bool has_pair(const Conflict& conflict, const AccountPair& pair) {
  const auto role_of = [&](std::size_t account) {
    const auto found = std::ranges::lower_bound(conflict.roles, account, {}, &Role::account);
    return static_cast<std::size_t>(found - conflict.roles.begin());
  };
  const std::size_t one = role_of(pair.first);
  const std::size_t other = role_of(pair.second);
  return other < conflict.roles.size() && conflict.roles[one].account == pair.first &&
         conflict.roles[other].account == pair.second &&
         std::ranges::binary_search(conflict.pairs, std::pair(one, other));
}

Conflicts find_conflicts(std::span<const AuditedUnit> accounts, const Places& places) {
  return Search(accounts, places).run();
}

}  // namespace isorun
