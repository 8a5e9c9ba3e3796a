// Outcomes of the tests of one program that ran them one after another: what it reported about
// each, and how it ended.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "suite/suite.hpp"

namespace isorun {

struct Outcomes {
  // One per unit of the shard, in order; nullopt if the program did not report its end. `unit` is
  // filled in later.
  std::vector<std::optional<UnitResult>> tests{};
  std::optional<std::size_t> running{};  // index into `tests`: accounts for a failed ending
  std::size_t running_since = 0;         // where its part of the log begins
  bool others_failed = false;            // a test that was not requested ran and failed
  bool is_complete = false;              // the program reported that it finished
};

// Gives every unit a result or not_run. A test that was running accounts for a failed ending; an
// ending that no test accounts for is the shard's error.
ShardResults settle(std::span<const std::size_t> units, const Evidence& evidence,
                    Outcomes outcomes);

// The results of units whose command reported nothing about any of them. Several run again, each
// alone; one that ran alone is judged `alone`, but has not passed: `complaint` says why.
ShardResults judge_unreported(std::span<const std::size_t> units, ShardResults alone,
                              std::string_view complaint);

// The results of units with an outcome, in order; the others are not_run. `hint`, as in Evidence,
// becomes the reason of units that failed by themselves.
ShardResults gather(std::span<const std::size_t> units,
                    std::vector<std::optional<UnitResult>> outcomes, std::optional<Reason> hint);

// Combines the outcome of another round, or of another test with the same name: the worst result
// counts, and durations add up.
void add(std::optional<UnitResult>& outcome, UnitResult more);

}  // namespace isorun
