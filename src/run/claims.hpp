// Decides who runs the units that a shard has not begun: the shard itself, or another one. The
// first to create a unit's file, the shard or isorun, has the unit; isorun then also has all units
// after it (Suite::gives_back).
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "schedule/give_back.hpp"

namespace isorun {

// The file in the results directory.
std::string claim_name(std::size_t unit);

class Claims {
 public:
  // The results directory of a running shard: borrowed.
  explicit Claims(int directory) : directory_(directory) {}

  // How far the shard has come, judging by the files of its units; nullopt: it has not begun.
  [[nodiscard]] std::optional<JobProgress> progress(std::size_t units,
                                                    std::chrono::nanoseconds since_start) const;

  // Takes the unit of this number and those after it. Returns false if the shard has it, or may.
  [[nodiscard]] bool take(std::size_t unit) const;

 private:
  int directory_;
};

}  // namespace isorun
