// Parses the test names that a GoogleTest program lists.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isorun::googletest {

// Parses the output of --gtest_list_tests, ignoring other text around it; nullopt if it lists no
// test. Text that looks like a test cannot be recognized: prefer the JSON.
std::optional<std::vector<std::string>> read_listing(std::string_view output);

// Whether this is the output of tests. A script that runs one program and then lists another's
// tests would run the former in each shard.
bool has_run_tests(std::string_view output);

// Whether this is GoogleTest's help, which it also prints for flags that it does not know.
bool is_help(std::string_view output);

// Whether GoogleTest runs the test only with --gtest_also_run_disabled_tests.
bool is_disabled(std::string_view name);

}  // namespace isorun::googletest
