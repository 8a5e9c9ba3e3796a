// Runs each unit of a suite in a traced sandbox of its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "audit/journal.hpp"
#include "run/build.hpp"
#include "run/options.hpp"
#include "run/prepared.hpp"
#include "run/signals.hpp"
#include "suite/result.hpp"

namespace isorun {

// What became of a unit, and what it touched.
struct AuditedUnit {
  std::size_t unit = 0;  // index into the suite's units
  Reason reason = Reason::failed;
  std::string detail{};
  std::chrono::nanoseconds duration{};
  Journal journal{};
  std::optional<Error> untraced{};  // why only its layer tells what it touched
};

// Returns the selected units, in listing order. Errors: those of a run that cannot begin;
// Phase::run after a signal; Phase::collect if a layer cannot be read.
Result<std::vector<AuditedUnit>> survey(Prepared& prepared, Signals& signals,
                                        const Options& options);

}  // namespace isorun
