// Which units conflict, and over what: one changes what another uses, so that their order or
// interleaving matters.
//
// These are no conflicts: a read of what nobody changes; a name that one unit alone uses; files
// that several leave with the same content, and directories that several make; what is only changed
// under a lock; the file that is a lock itself; caches of tools; that Python lists the directories
// that it imports from.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "audit/journal.hpp"
#include "audit/survey.hpp"

namespace isorun {

// One unit's part in a conflict.
struct Role {
  std::size_t account = 0;  // index into the accounts
  Act act = Act::looked;    // that matters most
  bool is_passing = false;  // it made the thing and removed it again
  bool by_listing = false;  // it listed the directory that holds the thing
  std::string line{};       // of the source, that makes the act: "test_a.py:12"; empty: unknown
};

struct Conflict {
  std::string thing;
  std::vector<Role> roles;                                 // by account
  std::vector<std::pair<std::size_t, std::size_t>> pairs;  // indices into `roles`, the lower first
};

// Accounts, the lower first.
using AccountPair = std::pair<std::size_t, std::size_t>;

// `one` and `other` are roles in the conflict.
inline AccountPair accounts_of(const Conflict& conflict, std::size_t one, std::size_t other) {
  return std::minmax({conflict.roles[one].account, conflict.roles[other].account});
}

bool has_pair(const Conflict& conflict, const AccountPair& pair);

struct Conflicts {
  static constexpr std::size_t most_pairs = std::size_t{4} << 20;

  std::vector<Conflict> all{};  // by thing
  bool is_complete = true;      // false: there were more pairs
  std::vector<bool> has_any{};  // by account; complete in any case
};

// The places where the units' sandboxes differ from what units see.
struct Places {
  std::string own;                    // isorun's part of each layer
  std::vector<std::string> shared{};  // directories whose changes are in no layer
};

Conflicts find_conflicts(std::span<const AuditedUnit> accounts, const Places& places);

}  // namespace isorun
