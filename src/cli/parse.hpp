// A wrapper of CLI11: stores words in the variables that the options of an App are bound to.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <isorun/error.hpp>

namespace isorun {

// Adds --help and --version, which --help lists first.
void add_general_options(CLI::App& app);

// Returns the text to print instead of running anything, or an empty string; `help` makes the text
// of --help. Errors: Phase::usage.
Result<std::string> parse(CLI::App& app, std::vector<std::string> words,
                          const std::function<std::string()>& help);

// Suggests an option of `app`; `subcommand` is the word that --help goes with.
std::unexpected<Error> refuse_unknown_option(const std::string& word, const CLI::App& app,
                                             const char* subcommand);

}  // namespace isorun
