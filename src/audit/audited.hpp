// All that an audit found.
#pragma once

#include <string>
#include <vector>

#include "audit/conflicts.hpp"
#include "audit/readiness.hpp"
#include "audit/survey.hpp"
#include "suite/suite.hpp"

namespace isorun {

struct Audited {
  const Suite& suite;
  const std::vector<AuditedUnit>& accounts;
  const Conflicts& conflicts;
  const ReadinessReport& report;

  [[nodiscard]] const Unit& unit_of(std::size_t account) const {
    return suite.units()[accounts[account].unit];
  }

  // Sentences: what the audit could not see.
  [[nodiscard]] std::vector<std::string> unseen() const;
};

}  // namespace isorun
