// Names of tests from what a GoogleTest program lists.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isorun::googletest {

// From the output of --gtest_list_tests, noise of static initialisers around it left out; nullopt
// where it lists no test. Noise that looks like a test cannot be told from one: prefer the JSON.
std::optional<std::vector<std::string>> read_listing(std::string_view output);

// Whether GoogleTest runs it only with --gtest_also_run_disabled_tests.
bool is_disabled(std::string_view name);

}  // namespace isorun::googletest
