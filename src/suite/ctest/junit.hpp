// Parses the file that `ctest --output-junit` writes at its end (CMake 3.21 and later).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isorun::ctest {

struct JunitTest {
  std::string name;
  std::chrono::nanoseconds duration{};
  std::string message;  // why it failed or was skipped, on one line; may be empty
};

// In order of the tests' numbers, which the file omits; nullopt if the text is not such a file or
// is truncated.
std::optional<std::vector<JunitTest>> read_junit(std::string_view text);

}  // namespace isorun::ctest
