// What pytest's output says where its exit code says too little.
#pragma once

#include <string>
#include <string_view>

namespace isorun::pytest {

// Its complaint about the command line or about itself, or else its last line; in one line, empty
// where it said nothing.
std::string complaint(std::string_view log);

}  // namespace isorun::pytest
