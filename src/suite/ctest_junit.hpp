// The file that `ctest --output-junit` writes at its end (CMake 3.21 and later).
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

// In the order of the tests' numbers, which the file does not hold; nullopt where the text is no
// such file, or cut off.
std::optional<std::vector<JunitTest>> read_junit(std::string_view text);

}  // namespace isorun::ctest
