// Names of units: no two of one suite may be the same.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

namespace isorun {

class UniqueNames {
 public:
  // "x", or the first of "x #2", "x #3", ... that is free.
  std::string take(const std::string& name);

 private:
  std::unordered_map<std::string, std::size_t> next_;  // by each name taken the number to try
};

}  // namespace isorun
