// CLI11 behind a door: words -> the variables that the options of an App were bound to.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <isorun/error.hpp>

namespace isorun {

// --help and --version: the first that a help lists.
void add_general_options(CLI::App& app);

// A text that is not empty is to be printed instead
// of what was asked for; `help` makes that of --help. Errors: Phase::usage.
Result<std::string> parse(CLI::App& app, std::vector<std::string> words,
                          const std::function<std::string()>& help);

}  // namespace isorun
