// The name of a unit's log file.
#pragma once

#include <string>
#include <string_view>

namespace isorun {

// "Suite.Test" -> "Suite.Test.log". Different units have different names. What a file name or an
// artifact store cannot hold is written as %XX, so that the unit can be read back; a name too long
// for a file is cut and told apart by a hash.
std::string log_name(std::string_view unit);

// Of an attempt that was not the last word: "Suite.Test%try-2.log". No unit's name looks like it.
std::string log_name(std::string_view unit, unsigned attempt);

}  // namespace isorun
