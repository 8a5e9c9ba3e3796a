// Parses `ctest --show-only=json-v1` (cmake-file-api's "ctestInfo", version 1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isorun::ctest {

struct ListedTest {
  std::string name;
  unsigned number = 0;      // in ctest's output: Test #3
  std::string file{};       // that calls add_test; may be empty
  std::string directory{};  // of the CMakeLists.txt, relative to that of all tests; may be empty
  std::string identity{};   // equal for one test in two listings; unique within a listing
  std::vector<std::string> labels{};
  std::vector<std::string> locks{};  // RESOURCE_LOCK, and the resources in RESOURCE_GROUPS
  std::vector<std::string> depends{};
  std::vector<std::string> sets_up{};  // fixtures
  std::vector<std::string> requires_fixtures{};
  std::vector<std::string> cleans_up{};
  unsigned processors = 1;
  double cost = 0;
  bool serial = false;
};

// The tests that the user selected, with their numbers among all tests; nullopt if `selected` or
// `all` is not such a listing. Ignores text around the JSON.
std::optional<std::vector<ListedTest>> read_listing(std::string_view selected,
                                                    std::string_view all);

}  // namespace isorun::ctest
