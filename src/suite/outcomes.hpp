// What became of the tests that one program ran, one after another: what it told of each, and its
// ending.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "suite/suite.hpp"

namespace isorun {

struct Outcomes {
  // One a unit of the shard, in its order; nullopt where the program told of no end of it. `unit`
  // is filled in later.
  std::vector<std::optional<UnitResult>> tests{};
  std::optional<std::size_t> running{};  // index into `tests`: bears a bad ending
  std::size_t running_since = 0;         // where its part of the log begins
  bool others_failed = false;            // tests that nobody asked for ran, and one failed
  bool is_complete = false;              // the program told that it came to its own end
};

// Every unit gets a result or is not_run. A test that was running bears the ending; an ending that
// no test accounts for is the shard's problem.
ShardResults settle(std::span<const std::size_t> units, const Evidence& evidence,
                    Outcomes outcomes);

// The results of those that have an outcome, in the order of the units; the others are not_run.
// `hint`, as in Evidence, is the reason of what failed by itself.
ShardResults gather(std::span<const std::size_t> units,
                    std::vector<std::optional<UnitResult>> outcomes, std::optional<Reason> hint);

// Adds what another round, or another test of the same name, came to: the worst counts, and the
// durations add up.
void add(std::optional<UnitResult>& outcome, UnitResult more);

}  // namespace isorun
