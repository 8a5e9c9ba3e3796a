// Parses `meson test --list`, and `intro-tests.json`, which has what the list lacks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isorun::meson {

struct ListedTest {
  std::string name;      // as meson shows it, perhaps that of several: "project:suite / test"
  std::string selector;  // the word that selects it; of several tests: all of them
  std::string suite;     // the first one: "project:suite"
  bool is_parallel = true;
};

// The tests of the list, in order; nullopt if one of them is not in `all`. `version` is Meson's:
// "1.0.1".
std::optional<std::vector<ListedTest>> read_listing(std::string_view list, std::string_view all,
                                                    std::string_view version);

}  // namespace isorun::meson
