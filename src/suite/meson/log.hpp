// Parses what `meson test -v --num-processes 1` prints, and its testlog.json.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "suite/result.hpp"

namespace isorun::meson {

// The output about one run of a test.
struct Block {
  std::string_view name;
  std::size_t begin = 0;
  std::optional<std::size_t> end{};  // nullopt: it was still running
  std::string_view details{};        // in meson's words: "exit status 3", "1/2 subtests passed"
};

struct Log {
  std::vector<Block> blocks{};  // in order
  bool is_complete = false;     // it ends with the summary
};

Log read_log(std::string_view text);

struct LoggedTest {
  std::string name;
  UnitResult result{};  // without its unit and output
};

// One for each run of a test that ended, in order. Lines that are no such test are ignored.
std::vector<LoggedTest> read_test_log(std::string_view text);

}  // namespace isorun::meson
