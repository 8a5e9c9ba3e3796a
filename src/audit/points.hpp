// Where units touch what they conflict over.
#pragma once

#include <span>

#include "audit/conflicts.hpp"
#include "audit/pair.hpp"
#include "audit/survey.hpp"

namespace isorun {

// The points of both units between their first act on each thing that they conflict over and their
// last one, also those on what is below it. Some are missing if a unit was not traced, or if there
// are too many.
PairQuestion question_about(std::span<const AuditedUnit> accounts, const Conflicts& conflicts,
                            const AccountPair& pair);

}  // namespace isorun
