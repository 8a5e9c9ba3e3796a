// What the conflicts mean for each file of tests, and what to do about it.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audit/conflicts.hpp"
#include "audit/survey.hpp"
#include "suite/suite.hpp"

namespace isorun {

enum class Readiness {
  ready,    // runs in parallel as it is
  isolate,  // needs isorun, or a change
  blocked,  // fails even in a sandbox
};
inline constexpr std::array all_readiness = {Readiness::ready, Readiness::isolate,
                                             Readiness::blocked};

// "READY"
const char* name(Readiness readiness);

struct Obstacle {
  std::string what;                   // "data/sessions/test-1 created here, listed by Suite.Test"
  std::string advice;                 // in the framework's words; may be empty
  std::optional<AccountPair> pair{};  // whose conflict it is
};

// A file of tests; a suite where the framework names no files, a unit where it names neither.
struct FileReadiness {
  std::string name;
  std::vector<std::size_t> accounts{};  // its units, as indices
  Readiness readiness = Readiness::ready;
  std::vector<Obstacle> obstacles{};  // the weightiest of each kind
};

struct ReadinessReport {
  std::vector<FileReadiness> files{};  // blocked ones last, otherwise by name
  std::string_view noun = "file";      // what `files` are: a file, suite or unit
  std::size_t tests = 0;

  [[nodiscard]] std::size_t files_that_are(Readiness readiness) const;
  [[nodiscard]] std::size_t tests_that_are(Readiness readiness) const;
};

ReadinessReport judge_readiness(const Suite& suite, std::span<const AuditedUnit> accounts,
                                const Conflicts& conflicts);

// "created here (test_a.py:12), listed by Suite.Test": `mine` and `other` are roles in a conflict.
std::string sentence_about(const Conflict& conflict, const Role& mine, const Role& other,
                           std::string_view other_unit);

}  // namespace isorun
