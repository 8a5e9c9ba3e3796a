// An audit's result for the terminal, for programs and for pull requests.
#pragma once

#include <string>

#include "audit/audited.hpp"

namespace isorun {

std::string audit_text(const Audited& audited);
std::string audit_json(const Audited& audited);
std::string audit_markdown(const Audited& audited);

// Lines about what was verified and what was not; empty without --verify.
std::string verification_text(const Audited& audited);

// "66.7 % of the files, 71.3 % of the tests are ready"
std::string ready_line(const ReadinessReport& report);

}  // namespace isorun
