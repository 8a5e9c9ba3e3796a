// `isorun audit --verify`: runs the units of conflicts together. Nothing is written to the host.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <isorun/error.hpp>

#include "audit/conflicts.hpp"
#include "audit/pair.hpp"
#include "audit/survey.hpp"
#include "run/build.hpp"
#include "run/options.hpp"
#include "run/signals.hpp"
#include "suite/suite.hpp"

namespace isorun {

struct Verified {
  PairVerdict verdict = PairVerdict::not_reproduced;
  std::string sentence{};
};

struct Verification {
  std::map<AccountPair, Verified> pairs{};
  std::size_t unverified = 0;        // pairs that conflict, but were not run together
  std::vector<std::string> notes{};  // sentences: why not, and what differs from the audit
};

struct VerifyParts {
  Signals& signals;
  const Suite& suite;      // of the accounts
  const Options& options;  // those of the audit
  const Build* build = nullptr;
  std::chrono::nanoseconds budget{};
};

// Which pairs are verified first, and whether others are at all.
struct PairChoice {
  std::vector<AccountPair> first{};  // without duplicates if exclusive
  bool is_exclusive = false;
};

// The suite is listed again. Errors: those of a run that cannot begin; Phase::usage if what is
// shared with the host has to be; Phase::run after a signal.
Result<Verification> verify(std::span<const AuditedUnit> accounts, const Conflicts& conflicts,
                            const PairChoice& choice, const VerifyParts& parts);

}  // namespace isorun
