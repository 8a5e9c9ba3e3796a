// The command lines of diff, apply, merge, report and why, which read results of earlier runs.
#pragma once

#include <string>
#include <vector>

#include "cli/words.hpp"

namespace isorun {

// Whether the subcommand is one of them.
bool reads_results(Subcommand subcommand);

// Errors: Phase::usage.
Result<Request> parse_results_words(const SubcommandEntry& entry, std::vector<std::string> words);

}  // namespace isorun
