// How much a copy of a directory would take.
#pragma once

#include <cstdint>
#include <string>

namespace isorun {

struct TreeLimits {
  std::uint64_t bytes = 512UL << 20;
  std::uint64_t files = 200'000;
};

// Whether the tree stays within the limits; looks no further than they reach. What cannot be read
// does not count.
bool is_small(const std::string& directory, const TreeLimits& limits);

}  // namespace isorun
