// Programs that run one test a process and tell of it in words: the ending judges, and the
// program's own summary proves that the test ran to its end.
#pragma once

#include <cstddef>
#include <string>

#include "suite/suite.hpp"

namespace isorun {

// What the program's summary says of its one test.
enum class Summary {
  absent,
  passed,
  skipped,
  nothing_ran,
};

struct Told {
  Summary summary = Summary::absent;
  std::string failure{};       // one line for the user, better than the exit code; may be empty
  bool may_be_silent = false;  // the user's own words may have taken the summary away
};

ShardResults judge_single(std::size_t unit, const Evidence& evidence, Told told);

}  // namespace isorun
