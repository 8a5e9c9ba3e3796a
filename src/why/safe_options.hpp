// The options of a run, changed so that nothing reaches the host.
#pragma once

#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "run/options.hpp"

namespace isorun {

struct SafeOptions {
  Options options;
  std::vector<std::string> changes{};  // sentences: what differs from the run
};

// Errors: Phase::usage for what cannot be shown without sharing it.
Result<SafeOptions> safe_options(Options options);

}  // namespace isorun
