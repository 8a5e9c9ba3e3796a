// What runs of one suite on several machines have in common.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include <isorun/error.hpp>

#include "results/saved_run.hpp"

namespace isorun {

// A property that all must share, and how to achieve it.
struct Common {
  std::function<std::string(const RunRecord&)> text;
  std::string_view sentence;  // with two runs and their values
};

// Checks that the runs share the command, its framework, and `more`. Errors: Phase::usage, naming
// two that differ.
Result<void> check_same(std::span<const SavedRun> runs, std::span<const Common> more);

}  // namespace isorun
