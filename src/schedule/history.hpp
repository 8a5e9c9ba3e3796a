// Durations and results of units in earlier runs.
//
//   {"schema": 1, "units": {"Suite.Test": {"seconds": 0.033000, "reason": "passed"}}}
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "isorun/error.hpp"
#include "suite/result.hpp"

namespace isorun {

class History {
 public:
  struct Entry {
    std::chrono::nanoseconds duration{};
    Reason reason = Reason::passed;
  };

  // Errors, for a corrupt text or one of a newer version: Phase::run.
  static Result<History> parse(std::string_view text);

  // Replaces the unit's entry. A unit that was skipped or could not start keeps its old duration.
  void record(std::string_view unit, Reason reason, std::chrono::nanoseconds duration);

  [[nodiscard]] std::optional<Entry> find(std::string_view unit) const;
  [[nodiscard]] const std::map<std::string, Entry, std::less<>>& entries() const {
    return entries_;
  }

 private:
  std::map<std::string, Entry, std::less<>> entries_;
};

std::string to_json(const History& history);

}  // namespace isorun
