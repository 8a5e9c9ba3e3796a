// Parses the output of `ctest -V`, which runs tests one after another. It puts "N: " before each
// line of test N, so tests cannot forge ctest's own lines.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string_view>

namespace isorun::ctest {

struct LogTest {
  std::size_t begin = 0;  // its bytes in the log, including ctest's lines about it
  std::size_t end = 0;
  unsigned ends = 0;  // how often it ended: more than once with --repeat
  bool failed_before = false;
  // Its last result line after the number, without the time; may contain line ends: "name ....
  // Passed", "name ....***Failed  Required regular expression not found. Regex=[x\n]"
  std::string_view outcome{};
  std::string_view cause{};  // why it could not run, in ctest's words; may be empty
  std::chrono::nanoseconds duration{};
};

struct Log {
  std::map<unsigned, LogTest> tests;  // by number
  std::optional<unsigned> running;    // started but not ended
};

Log read_log(std::string_view text);

}  // namespace isorun::ctest
