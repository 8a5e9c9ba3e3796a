// What --help prints.
#pragma once

#include <string>

#include <CLI/App.hpp>

#include "cli/subcommands.hpp"

namespace isorun {

// The subcommands, and where to read more: `isorun --help`.
std::string general_help();

// Usage, purpose and all options of one subcommand: `isorun SUBCOMMAND --help`.
std::string help_of(const SubcommandEntry& entry, const CLI::App& app);

}  // namespace isorun
