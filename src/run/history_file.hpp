// Where the durations of earlier runs are kept.
#pragma once

#include <string>

#include <isorun/error.hpp>

#include "schedule/history.hpp"

namespace isorun {

// The file for a suite: `wanted` if it is not empty, else one a program in the user's cache directory
// ($XDG_CACHE_HOME/isorun, ~/.cache/isorun). Empty if there is no such place.
std::string history_path(const std::string& wanted, const std::string& program);

// An absent file is an empty history. Errors: a file that cannot be read or understood.
Result<History> load_history(const std::string& path);

// Replaces the file as a whole: of two runs at once the later one wins, and neither sees half a file.
Result<void> save_history(const std::string& path, const History& history);

}  // namespace isorun
