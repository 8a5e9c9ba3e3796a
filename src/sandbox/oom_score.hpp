// Makes the kernel kill tests rather than isorun when memory runs out. System calls only.
#pragma once

#include "sandbox/stage.hpp"

namespace isorun {

class OomScore {
 public:
  explicit OomScore(const StageOrders& stage) : stage_(stage) {}

  // Call while the workshop is the working directory.
  void prepare();

  // Gives the score to a program that pid 1 has started, and to what that has started since.
  void give(long program) const;

 private:
  [[nodiscard]] long open_file(long pid) const;

  const StageOrders& stage_;
  int outer_proc_ = -1;  // with Proc::host
};

}  // namespace isorun
