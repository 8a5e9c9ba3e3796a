// The rows of `isorun check`: what each tests, and its finding if nothing failed.
#pragma once

#include <array>
#include <optional>
#include <span>

#include <isorun/check.hpp>

#include "host/facts.hpp"
#include "host/remedy.hpp"
#include "host/surroundings.hpp"
#include "sandbox/plan.hpp"
#include "sandbox/trial.hpp"

namespace isorun {

struct CheckEvidence {
  Surroundings surroundings;
  Layout layout;
  std::optional<Facts> facts = {};
  std::optional<Plan> plan = {};
  Trial trial = {};
};

struct CheckRow {
  const char* name;
  std::array<Facility, 2> facilities;  // the row fails if one of them does
  bool needs_plan;
  Finding (*check)(const CheckEvidence&);
};

std::span<const CheckRow> check_rows();

}  // namespace isorun
