// Names of units: no two of one suite may be the same.
#pragma once

#include <string>
#include <unordered_set>

namespace isorun {

class UniqueNames {
 public:
  // "x", or the first of "x #2", "x #3", ... that is free.
  std::string take(const std::string& name);

 private:
  std::unordered_set<std::string> taken_;
};

}  // namespace isorun
