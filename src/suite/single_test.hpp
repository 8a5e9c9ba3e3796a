// Programs that run one test per process and report it as text: the ending decides, and the
// program's summary proves that the test ran to its end.
#pragma once

#include <cstddef>
#include <string>

#include "suite/suite.hpp"

namespace isorun {

// The program's summary of its one test.
enum class Summary {
  absent,
  passed,
  skipped,
  nothing_ran,
};

struct Told {
  Summary summary = Summary::absent;
  std::string failure{};       // one line, more informative than the exit code; may be empty
  bool may_be_silent = false;  // the user's options may have removed the summary
};

ShardResults judge_single(std::size_t unit, const Evidence& evidence, Told told);

}  // namespace isorun
