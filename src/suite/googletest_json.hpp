// The file that GoogleTest writes for --gtest_output=json: of a listing, or of a run that came to
// its end.
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
  std::optional<Reason> reason;  // passed, failed or skipped; none where it was not to run
  std::chrono::nanoseconds duration{};
  std::string failure;  // the first failure's place and first line
};

// nullopt where the text is no such file, or cut off.
std::optional<std::vector<JsonTest>> read_json(std::string_view text);

}  // namespace isorun::googletest
