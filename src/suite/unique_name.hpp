// Makes the names of units unique within a suite.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

namespace isorun {

class UniqueNames {
 public:
  // "x", or the first free one of "x #2", "x #3", ...
  std::string take(const std::string& name);

 private:
  std::unordered_map<std::string, std::size_t> next_;  // the next number to try, by name
};

}  // namespace isorun
