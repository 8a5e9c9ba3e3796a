// Adds lines to isorun.toml, and leaves the rest of it as it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>

#include "why/setting.hpp"

namespace isorun {

// Returns the file that --config names, or the nearest isorun.toml, or the one to create in the
// working directory. `options` are those of the run.
std::string config_to_edit(const std::vector<std::string>& options);

// Relative paths are then relative to the file's directory.
TomlLines relative_to_config(TomlLines lines, const std::string& file);

// The text of a file with the lines: a setting replaces what its key has, or joins its list; tables
// go before others, since the first that selects a unit wins. Errors: Phase::usage if the text is
// no TOML, or has the key in a way that cannot be changed.
Result<std::string> with_lines(std::string text, const std::string& name, const TomlLines& lines);

// Replaces the file, as a whole. Errors: as with_lines(); Phase::report.
Result<void> add_to_config(const std::string& file, const TomlLines& lines);

}  // namespace isorun
