// The words of a ctest command: which of them isorun keeps for listing tests, and which for running
// them.
#pragma once

#include <optional>
#include <string>

#include "suite/suite.hpp"

namespace isorun::ctest {

// Why isorun cannot split this command, as a sentence; nullopt if it can.
std::optional<std::string> unsupported(const Words& argv);

// Leaves out the words that hide or change the listing.
Words words_to_list(const Words& argv);

// Leaves out these and what isorun decides itself (parallelism, stopping at
// failures, output). Selections stay, because ctest numbers the tests that they leave.
Words words_to_run(const Words& argv);

// Whether the user's words contain the option, as `--name`, `--name VALUE` or `--name=VALUE`.
bool has_option(const Words& argv, std::string_view name);

}  // namespace isorun::ctest
