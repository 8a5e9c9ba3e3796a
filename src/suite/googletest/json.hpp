// Parses GoogleTest's --gtest_output=json file, of a listing or a complete run.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "suite/result.hpp"

namespace isorun::googletest {

struct JsonTest {
  std::string name;              // "Suite.Test"
  std::optional<Reason> reason;  // passed, failed or skipped; none: disabled
  std::chrono::nanoseconds duration{};
  std::string failure;  // location and first line of the first failure
};

// nullopt if the text is not such a file or is truncated.
std::optional<std::vector<JsonTest>> read_json(std::string_view text);

}  // namespace isorun::googletest
