// A control group of a test's own that limits memory.
#pragma once

#include <string>

#include "box.hpp"

namespace isorun {

// Made below this process's own group, which stays as it is; removed at the end.
class LimitedGroup {
 public:
  explicit LimitedGroup(const std::string& bytes);
  LimitedGroup(const LimitedGroup&) = delete;
  LimitedGroup& operator=(const LimitedGroup&) = delete;
  ~LimitedGroup();

  // Whether this host let us make it.
  [[nodiscard]] bool exists() const { return !directory_.empty(); }

  // The words that run a command in it.
  [[nodiscard]] Words words(const Words& command) const;

 private:
  std::string directory_;
};

// Whether some memory controller can be seen here.
bool has_memory_controller();

}  // namespace isorun
