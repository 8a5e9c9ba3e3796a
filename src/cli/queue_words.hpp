// The variables of --queue, and the options that it excludes.
#pragma once

#include <string_view>

#include <isorun/error.hpp>

#include "run/options.hpp"

namespace isorun {

// Reads a URL, if there is one, from `source`, which messages name. Errors: Phase::usage.
Result<void> read_queue_url(const char* source, std::string_view url, Options& options);

// Completes the options of `isorun run` from ISORUN_QUEUE and ISORUN_QUEUE_PASSWORD. Errors:
// Phase::usage, also if another option makes no sense for a queue.
Result<void> complete_queue(Options& options);

// Overwrites passwords in the words of the command line, and removes both variables: neither tests
// nor other users see them.
void hide_secrets(int count, char** words);

}  // namespace isorun
