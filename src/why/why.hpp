// `isorun why`: why units failed in a run.
#pragma once

#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "results/saved_run.hpp"
#include "run/options.hpp"
#include "why/cure.hpp"
#include "why/diagnosis.hpp"
#include "why/setting.hpp"
#include "why/why_options.hpp"

namespace isorun {

// A unit and why it failed.
struct UnitFindings {
  std::string unit;
  CauseKind cause = CauseKind::everywhere;
  Cure cure{};
  std::string detail{};                // of the first failure, one line
  std::vector<std::string> options{};  // of the decisive circumstances: "with --net host"
  std::vector<std::string> before{};   // units
  std::vector<std::string> beside{};   // units
  struct Runs {
    std::string where;  // "alone"
    unsigned passed = 0;
    unsigned failed = 0;
  };
  std::vector<Runs> runs{};
  std::vector<std::string> untried{};  // sentences
};

struct Findings {
  std::vector<std::string> changes{};  // sentences: how the sandboxes differ from those of the run
  std::vector<UnitFindings> units{};
  TomlLines lines{};  // what cures the units
  bool all_are_cured = false;
};

// Examines the units and, unless wanted as JSON, prints what was found. `options`: those of the
// run. Errors: Phase::usage if a unit is not one that failed there; those of a run that cannot
// begin; Phase::run after a signal.
Result<Findings> find_causes(const SavedRun& run, Options options, const WhyOptions& wanted);

}  // namespace isorun
