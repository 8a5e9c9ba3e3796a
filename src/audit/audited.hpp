// All that an audit found.
#pragma once

#include <string>
#include <vector>

#include "audit/conflicts.hpp"
#include "audit/readiness.hpp"
#include "audit/survey.hpp"
#include "audit/verify.hpp"
#include "suite/suite.hpp"

namespace isorun {

struct Audited {
  const Suite& suite;
  const std::vector<AuditedUnit>& accounts;
  const Conflicts& conflicts;
  const ReadinessReport& report;
  const Verification* verification = nullptr;  // null: not asked for

  [[nodiscard]] const Unit& unit_of(std::size_t account) const {
    return suite.units()[accounts[account].unit];
  }

  // "confirmed: read.sh fails in 3 of 3 runs after write.sh in one sandbox"; empty if the pair was
  // not to be verified.
  [[nodiscard]] std::string verdict_on(const AccountPair& pair) const;

  // "3 pairs confirmed, 2 harmless, 1 not reproduced"; empty if nothing was to be verified.
  [[nodiscard]] std::string verdicts() const;

  // Sentences: what the audit could not see.
  [[nodiscard]] std::vector<std::string> unseen() const;
};

}  // namespace isorun
