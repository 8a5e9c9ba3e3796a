// What a GoogleTest program's output tells: which test ran where in it, and how it ended.
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
  std::size_t begin = 0;  // its bytes of the log: [begin, end)
  std::size_t end = 0;
};

struct Log {
  std::vector<LogTest> tests;              // one a name, in their order
  std::optional<std::size_t> running;      // the test that had started and not ended
  std::string setting_up;                  // the test suite that had begun and started no test yet
  std::vector<std::string> broken_suites;  // SetUpTestSuite or TearDownTestSuite failed
};

// Markers may follow unterminated output of a test and may be coloured. Those of tests that are
// not in `names` are a test's own output.
Log read_log(std::string_view text, std::span<const std::string_view> names);

}  // namespace isorun::googletest
