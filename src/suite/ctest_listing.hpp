// What `ctest --show-only=json-v1` lists (cmake-file-api's "ctestInfo", version 1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isorun::ctest {

struct ListedTest {
  std::string name;
  unsigned number = 0;      // as ctest shows it: Test #3
  std::string file{};       // of its add_test; may be empty
  std::string directory{};  // of the CMakeLists.txt, below that of all tests; may be empty
  std::string identity{};   // equal for the same test in two listings, and in one for no others
  std::vector<std::string> labels{};
  std::vector<std::string> locks{};  // RESOURCE_LOCK, and the resources of its RESOURCE_GROUPS
  std::vector<std::string> depends{};
  std::vector<std::string> sets_up{};  // fixtures
  std::vector<std::string> requires_fixtures{};
  std::vector<std::string> cleans_up{};
  unsigned processors = 1;
  double cost = 0;
  bool serial = false;
};

// The tests that the user selected, with the numbers that they have among all; nullopt where
// `selected` or `all` is no such listing. Noise around the JSON is left out.
std::optional<std::vector<ListedTest>> read_listing(std::string_view selected,
                                                    std::string_view all);

}  // namespace isorun::ctest
