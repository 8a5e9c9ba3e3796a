// Finds pytest's own message if its exit code says too little.
#pragma once

#include <string>
#include <string_view>

namespace isorun::pytest {

// Its complaint about the command line or an internal error, or else its last line; on one line,
// empty if there is no output.
std::string own_message(std::string_view log);

}  // namespace isorun::pytest
