// The words of diff and apply, which read what a run kept.
#pragma once

#include <string>
#include <vector>

#include "cli/words.hpp"

namespace isorun {

// Errors: Phase::usage.
Result<Request> parse_kept_words(const SubcommandEntry& entry, std::vector<std::string> words);

}  // namespace isorun
