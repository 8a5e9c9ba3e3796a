// Parses the output of a GoogleTest program: which test ran where, and how it ended.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "suite/result.hpp"

namespace isorun::googletest {

struct LogTest {
  unsigned starts = 0;  // more than one with --gtest_repeat
  std::optional<Reason>
      reason;  // passed, failed or skipped, once it ended; one failure counts for all
  std::chrono::nanoseconds duration{};
  std::size_t begin = 0;  // its part of the log: [begin, end)
  std::size_t end = 0;
};

struct Log {
  std::vector<LogTest> tests;              // one per name, in order
  std::optional<std::size_t> running;      // started but not ended
  std::string setting_up;                  // the suite that had begun but not started a test
  std::vector<std::string> broken_suites;  // SetUpTestSuite or TearDownTestSuite failed
};

// Markers may follow unterminated output and may be colored. Markers of tests not in `names` count
// as output.
Log read_log(std::string_view text, std::span<const std::string_view> names);

}  // namespace isorun::googletest
