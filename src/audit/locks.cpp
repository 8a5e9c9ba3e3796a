#include "audit/locks.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "audit/things.hpp"

namespace isorun {
namespace {

using Accounts = std::set<std::size_t>;

bool is_by_listing(const Conflict& conflict) {
  return std::ranges::any_of(conflict.roles, &Role::by_listing);
}

std::string name_of(const Conflict& conflict) {
  const std::string& thing = conflict.thing;
  return spoken(is_by_listing(conflict) ? thing.substr(0, thing.rfind('/')) : thing);
}

Accounts accounts_in(const Conflict& conflict) {
  Accounts accounts;
  for (const auto& [one, other] : conflict.pairs) {
    accounts.insert(conflict.roles[one].account);
    accounts.insert(conflict.roles[other].account);
  }
  return accounts;
}

std::vector<std::size_t> listed(const Accounts& accounts) {
  return {accounts.begin(), accounts.end()};
}

// Disjoint sets of accounts (union-find).
class Groups {
 public:
  explicit Groups(std::size_t count) : parents_(count) {
    std::iota(parents_.begin(), parents_.end(), std::size_t{0});
  }
  std::size_t of(std::size_t account) {
    while (parents_[account] != account) account = parents_[account] = parents_[parents_[account]];
    return account;
  }
  void join(std::size_t one, std::size_t other) { parents_[of(one)] = of(other); }

 private:
  std::vector<std::size_t> parents_;
};

}  // namespace

std::vector<Lock> locks_of(const Conflicts& conflicts) {
  std::map<std::string, Accounts> by_name;
  for (const Conflict& conflict : conflicts.all)
    by_name[name_of(conflict)].merge(accounts_in(conflict));
  std::vector<Lock> locks;
  for (const auto& [name, accounts] : by_name) {
    const bool is_covered = std::ranges::any_of(by_name, [&](const auto& other) {
      if (other.first == name || !std::ranges::includes(other.second, accounts)) return false;
      return other.second.size() > accounts.size() || other.first < name;
    });
    if (!is_covered) locks.push_back({name, listed(accounts)});
  }
  return locks;
}

std::vector<Lock> groups_of(const Conflicts& conflicts) {
  Groups groups(conflicts.has_any.size());
  for (const Conflict& conflict : conflicts.all)
    for (const auto& [one, other] : conflict.pairs)
      groups.join(conflict.roles[one].account, conflict.roles[other].account);
  std::map<std::size_t, Lock> by_group;
  for (const Lock& lock : locks_of(conflicts)) {
    Lock& group = by_group[groups.of(lock.accounts.front())];
    if (group.name.empty()) group.name = lock.name;
  }
  for (std::size_t account = 0; account < conflicts.has_any.size(); ++account)
    if (conflicts.has_any[account]) by_group[groups.of(account)].accounts.push_back(account);
  std::vector<Lock> result;
  result.reserve(by_group.size());
  for (auto& [group, lock] : by_group) result.push_back(std::move(lock));
  std::ranges::sort(result, {}, &Lock::name);
  return result;
}

}  // namespace isorun
