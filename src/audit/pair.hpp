// Whether two units that conflict disturb each other, by running them together in one sandbox.
// Pure, apart from what the laboratory does.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>

#include "audit/cue.hpp"
#include "why/experiment.hpp"

namespace isorun {

enum class PairVerdict {
  confirmed,       // one fails with the other, and passes alone
  harmless,        // both pass in each order, at the same time, and at each point of each other
  not_reproduced,  // both pass, but not all of that could be arranged; or one is flaky
};

// "not reproduced"
const char* name(PairVerdict verdict);

// How two units run together; they are 0 and 1.
struct Meeting {
  std::size_t subject = 0;  // the one whose result counts
  Companion::Course course = Companion::Course::before;
  Point point{};  // inside: of the subject; around: of the other one
};

struct Encounter {
  bool is_disturbed = false;            // the subject ended otherwise than it usually does alone
  std::string detail{};                 // one line, if it failed
  bool is_as_planned = true;            // false: the units did not meet as they should
  std::chrono::nanoseconds duration{};  // of the subject; max(): it was ended by a time limit
};

class PairLaboratory {
 public:
  PairLaboratory() = default;
  PairLaboratory(const PairLaboratory&) = delete;
  PairLaboratory& operator=(const PairLaboratory&) = delete;
  virtual ~PairLaboratory() = default;

  // Errors: as those of Laboratory::observe().
  virtual Result<Encounter> meet(const Meeting& meeting) = 0;
  virtual Result<Encounter> alone(std::size_t unit) = 0;
};

struct PairQuestion {
  std::array<std::vector<Point>, 2> points{};  // of each unit, where it touches what both do
  bool has_all_points = true;
  unsigned repeats = 3;  // how often they run at the same time
};

struct PairFinding {
  PairVerdict verdict = PairVerdict::harmless;
  unsigned runs = 0;  // in all

  // Where one is disturbed.
  std::optional<Meeting> meeting{};
  std::string detail{};
  unsigned disturbed = 0;
  unsigned meetings = 0;
  unsigned failed_alone = 0;
  unsigned runs_alone = 0;
};

Result<PairFinding> examine_pair(PairLaboratory& laboratory, const PairQuestion& question);

// "read.sh fails in 3 of 3 runs after write.sh in one sandbox: exit code 1"
std::string sentence_of(const PairFinding& finding, const std::array<std::string, 2>& units);

}  // namespace isorun
