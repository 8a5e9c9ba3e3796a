// Resolves the directories that the layout names.
#pragma once

#include <isorun/error.hpp>
#include <isorun/layout.hpp>

#include "sandbox/directories.hpp"

namespace isorun {

// `path`, relative to `base`, with symlinks resolved as far as it exists; the rest is normalized
// lexically. Errors: Phase::usage.
Result<std::string> canonical_path(const std::string& path, const std::string& base);

// The layout with a canonical working directory, the caller's if it names none, and a canonical
// scratch directory. Errors: Phase::usage.
Result<Layout> with_canonical_paths(const Layout& layout);

// Errors, naming the setting (words.hpp) and the directory: Phase::usage.
Result<DirectoryTable> named_directories(const Layout& layout);

}  // namespace isorun
