// Finds out why a unit failed, by trying it in different circumstances. Pure, apart from what the
// laboratory does.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "why/experiment.hpp"

namespace isorun {

// What may be tried with one unit.
struct Question {
  std::size_t variations = 0;               // as many are known, the likeliest first
  std::vector<std::size_t> narrowing{};     // those that take something away from the test
  std::vector<std::size_t> predecessors{};  // all units before it in the list, in order
  std::vector<std::size_t> shard{};         // those that ran before it in its shard, in order
  std::vector<std::size_t> beside{};        // those that ran in other slots meanwhile
  bool shares_processes = false;            // the framework runs several units in one shard
  unsigned repeats = 3;                     // how often a trial must end alike; at least 2
};

enum class CauseKind {
  sandbox,       // it passes with some variations
  needs_before,  // it passes after other units
  fails_after,   // it fails after other units
  fails_beside,  // it fails beside one or two other units
  crowded,       // it fails beside many
  flaky,         // it fails now and then, in the same circumstances
  not_repeated,  // it does not fail any more
  everywhere,    // it fails in all circumstances
  no_time,       // unknown: the budget is used up
};

// "needs-before"
const char* name(CauseKind kind);

// A series of equal trials.
struct Series {
  Circumstances circumstances{};
  unsigned passed = 0;
  unsigned failed = 0;
  [[nodiscard]] unsigned runs() const { return passed + failed; }
};

// Circumstances that could not be tried.
struct Untried {
  std::size_t variation = 0;
  Error why;
};

struct Diagnosis {
  CauseKind kind = CauseKind::everywhere;
  Circumstances decisive{};        // in which it ends otherwise than alone in the run's sandbox
  std::vector<Series> evidence{};  // in the order of the trials, without those of the search
  std::vector<Untried> untried{};
  Observation failure{};               // the first one; empty if it never failed
  std::chrono::nanoseconds longest{};  // that a run took which passed
};

// Errors: Phase::run with EINTR; those of trials in the sandbox of the run itself.
Result<Diagnosis> diagnose(Laboratory& laboratory, const Question& question);

}  // namespace isorun
