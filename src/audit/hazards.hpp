// What a unit does to processes or to the machine that others could suffer from, with no file or
// name between them.
#pragma once

#include <string>
#include <vector>

#include "audit/survey.hpp"

namespace isorun {

struct Hazard {
  std::string what;  // "signals all processes (kill -1)"
  std::string advice;
  std::string line{};  // of the source: "test_a.py:12"; empty: unknown
};

// Returns at most one of each kind, in an order that does not depend on the run.
std::vector<Hazard> hazards_of(const AuditedUnit& unit);

}  // namespace isorun
