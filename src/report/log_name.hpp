// The name of a unit's log file.
#pragma once

#include <string>
#include <string_view>

namespace isorun {

// Characters that artifact stores and other systems refuse, besides those no file name can hold.
inline constexpr std::string_view refused_in_log_names = "/%\":<>|*?\\";

// A file name of at most 200 bytes for any text: see below.
std::string escaped_name(std::string_view text);

// "Suite.Test" -> "Suite.Test.log". Names are unique. Characters that file names or artifact stores
// cannot hold become %XX, so that the unit's name can be recovered. A long name is cut and ends
// with a hash.
std::string log_name(std::string_view unit);

// The log of an earlier attempt: "Suite.Test%try-2.log". No unit's log has such a name.
std::string log_name(std::string_view unit, unsigned attempt);

}  // namespace isorun
