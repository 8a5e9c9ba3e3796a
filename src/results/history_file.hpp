// Where the durations of earlier runs are kept.
#pragma once

#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "report/record.hpp"
#include "schedule/history.hpp"

namespace isorun {

// The file for a suite: `wanted` if it is not empty, else one a working directory and program, in
// the user's cache directory ($XDG_CACHE_HOME/isorun, ~/.cache/isorun). Empty if there is no such
// place.
std::string history_path(const std::string& wanted, const std::string& program);

struct LoadedHistory {
  History history{};
  std::string warning{};  // why it is empty, where the file could not be used; else empty
};

// An absent file is an empty history, and so is one that cannot be understood: it is set aside, as
// PATH.unusable, for losing the history costs time, not results.
LoadedHistory load_history(const std::string& path);

// Adds this run's results to what the file holds by now, and replaces it as a whole: of two runs at
// once neither loses the other's results, nor sees half a file. Errors: a file that cannot be
// written.
Result<void> add_to_history(const std::string& path, const std::vector<UnitRecord>& units);

}  // namespace isorun
