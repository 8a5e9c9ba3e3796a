// The evidence for what an audit says of a file of tests.
#pragma once

#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "audit/audited.hpp"

namespace isorun {

// Each thing that units of `name`, a file, suite or unit, conflict over: which unit did what, in
// which process, and when. Errors: Phase::usage if there is none of that name.
Result<std::string> explain_conflicts(const Audited& audited, const std::string& name);

// The pairs that explain_conflicts() names, each once.
std::vector<AccountPair> pairs_explained(const Audited& audited, const std::string& name);

}  // namespace isorun
