// The groups that make a suite safe without sandboxes: which units must not run at the same time.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "audit/audited.hpp"

namespace isorun {

struct Lock {
  std::string name;                     // what its units share, for the user
  std::vector<std::size_t> accounts{};  // sorted
};

// One for each thing that units conflict over, or the directory that some list; none that another
// one covers. Ordered by name.
std::vector<Lock> locks_of(const Conflicts& conflicts);

// The units that conflict with each other, however indirectly, as groups.
std::vector<Lock> groups_of(const Conflicts& conflicts);

// The same in the framework's words: lines for conftest.py, CMakeLists.txt or isorun.toml.
std::string locks_text(const Audited& audited);

}  // namespace isorun
