// `isorun audit`: which units cannot safely run in parallel, from what they did.
#pragma once

#include <isorun/error.hpp>

#include "audit/audit_options.hpp"
#include "run/options.hpp"

namespace isorun {

// Runs each selected unit in a traced sandbox of its own and prints what was found. Returns the
// exit code: 0 if all units may run in parallel as they are, 1 if not or if not all could be seen,
// 4 if there are none. Errors: those of a run that cannot begin; Phase::usage if there is nothing
// to explain; Phase::run after a signal.
Result<int> audit_suite(Options options, const AuditOptions& wanted);

}  // namespace isorun
