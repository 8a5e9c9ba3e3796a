// The user and group ids that the caller can have in its own user namespace.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace isorun {

struct IdRange {  // a line of user_namespaces(7)'s uid_map
  std::uint64_t inside = 0;
  std::uint64_t outside = 0;
  std::uint64_t count = 0;

  friend bool operator==(const IdRange&, const IdRange&) = default;
};

using IdMap = std::vector<IdRange>;

inline constexpr std::uint64_t all_ids = 4294967295;  // (uid_t)-1 is none

// Whether the map contains an id of the caller's namespace.
bool has_id(const IdMap& map, std::uint64_t outside);

// Mapped ids are the same inside and outside, except those of a granted range, which correspond to
// no user outside.
struct Ids {
  enum class Source {
    own_map,  // root: the map of the caller's own user namespace
    granted,  // the caller's own ids, and a range that newuidmap(1) and newgidmap(1) will map
    own,      // only the caller's own ids
  };
  // Source::own: what would provide a range.
  enum class Lack { nothing, grant, program, privilege, gaining_privileges, capabilities };
  Source source = Source::own_map;
  IdMap users = {{0, 0, all_ids}};
  IdMap groups = {{0, 0, all_ids}};
  std::string no_range = {};  // Source::own: why there is no range
  Lack lack = Lack::nothing;
};

Ids read_ids();

// How to give the caller a range on this distribution; empty if nothing is missing.
std::string range_remedy(const Ids& ids);

// A user's or group's ids without a range.
IdMap own_id(std::uint64_t id);

// The granted ids below and above the caller's own, which keeps its value; pure.
IdMap ids_around(std::uint64_t own, std::uint64_t first_granted, std::uint64_t count);

// Formats the map for the user: "0-65535, 54321".
std::string to_text(const IdMap& map);

}  // namespace isorun
