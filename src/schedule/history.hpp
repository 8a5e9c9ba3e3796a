// What earlier runs tell of each unit: how long it took, and how it ended.
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

  // Errors: Phase::run, for a text that is corrupt, or newer than this program.
  static Result<History> parse(std::string_view text);

  // Replaces what was known of that unit. A unit that was skipped or could not be started keeps
  // its duration: it says nothing of how long the unit takes.
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
