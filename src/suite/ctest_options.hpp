// The words of a ctest command: which of them isorun keeps when it lists tests, and when it runs
// some.
#pragma once

#include <optional>
#include <string>

#include "suite/suite.hpp"

namespace isorun::ctest {

// Why these words are not a test run that isorun can split, as a sentence; nullopt where they are.
std::optional<std::string> unsupported(const Words& argv);

// To list what the user selects: the words without what hides or changes the listing.
Words words_to_list(const Words& argv);

// To run any tests of the project: nor what isorun decides itself (parallelism, what a failure
// ends, where output goes). What selects tests stays, because ctest numbers what it has left.
Words words_to_run(const Words& argv);

// Whether the user's words hold the option, as `--name`, `--name VALUE` or `--name=VALUE`.
bool has_option(const Words& argv, std::string_view name);

}  // namespace isorun::ctest
