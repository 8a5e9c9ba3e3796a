// The file with the durations of earlier runs.
#pragma once

#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "report/record.hpp"
#include "schedule/history.hpp"

namespace isorun {

// The file for a suite: `wanted` if not empty, else one per working directory and program, in the
// user's cache directory ($XDG_CACHE_HOME/isorun, ~/.cache/isorun). Empty if there is no such
// directory.
std::string history_path(const std::string& wanted, const std::string& program);

// Whether a file can be made there, with the directories that are missing: not with HOME=/, or on a
// read-only disk.
bool can_be_made(const std::string& path);

struct LoadedHistory {
  History history{};
  std::string warning{};  // why the file could not be used; empty if it could
};

// A missing file is an empty history. So is an invalid one, which is renamed to PATH.unusable:
// losing the history costs time, not results.
LoadedHistory load_history(const std::string& path);

// Adds this run's results to the current content of the file and replaces it atomically, so that
// simultaneous runs neither lose each other's results nor see half a file. Errors: the file cannot
// be written.
Result<void> add_to_history(const std::string& path, const std::vector<UnitRecord>& units);

}  // namespace isorun
