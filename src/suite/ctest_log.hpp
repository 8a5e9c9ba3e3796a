// What `ctest -V` prints while it runs tests one after another. It puts "N: " before each line that
// test N prints, so that no test can write what looks like one of ctest's own lines.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string_view>

namespace isorun::ctest {

struct LogTest {
  std::size_t begin = 0;  // its bytes in the log, with ctest's own lines about it
  std::size_t end = 0;
  unsigned ends = 0;  // how often it ended: more than once with --repeat
  bool failed_before = false;
  // The last of its result lines after the number, without the time; it may hold line ends:
  // "name ....   Passed", "name ....***Failed  Required regular expression not found. Regex=[x\n]"
  std::string_view outcome{};
  std::string_view cause{};  // why it could not be run, in ctest's words; may be empty
  std::chrono::nanoseconds duration{};
};

struct Log {
  std::map<unsigned, LogTest> tests;  // by number
  std::optional<unsigned> running;    // started, and not ended
};

Log read_log(std::string_view text);

}  // namespace isorun::ctest
