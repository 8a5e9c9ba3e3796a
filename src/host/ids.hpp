// Which user and group ids the caller can have in a user namespace of its own.
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

// Whether the map has an id of the caller's namespace.
bool has_id(const IdMap& map, std::uint64_t outside);

// Each id that is mapped means the same inside as outside, but for those of a granted range, which
// stand for nobody outside.
struct Ids {
  enum class Source {
    own_map,  // root: what the caller's own user namespace has
    granted,  // the own ids, and a range that newuidmap(1) and newgidmap(1) will map
    own,      // the own ids alone
  };
  // Source::own: what it takes to have a range.
  enum class Lack { nothing, grant, program, privilege, gaining_privileges, capabilities };
  Source source = Source::own_map;
  IdMap users = {{0, 0, all_ids}};
  IdMap groups = {{0, 0, all_ids}};
  std::string no_range = {};  // Source::own: why there is no range
  Lack lack = Lack::nothing;
};

Ids read_ids();

// What gives the caller a range, for this distribution; empty if nothing is lacking.
std::string range_remedy(const Ids& ids);

// A user's or group's ids where there is no range.
IdMap own_id(std::uint64_t id);

// The granted ids below and above the own one, which keeps its place; pure.
IdMap ids_around(std::uint64_t own, std::uint64_t first_granted, std::uint64_t count);

// In words, for the user to read: "0-65535, 54321".
std::string to_text(const IdMap& map);

}  // namespace isorun
