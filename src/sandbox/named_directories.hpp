// The directories that the layout names, and what it says of them.
#pragma once

#include <isorun/error.hpp>
#include <isorun/layout.hpp>

#include "sandbox/directories.hpp"

namespace isorun {

// `path`, relative to `base`, with symlinks resolved as far as it exists; the rest is taken as it
// is, without "." and "..". Errors: Phase::usage.
Result<std::string> canonical_path(const std::string& path, const std::string& base);

// Errors: Phase::usage, naming the option and the directory.
Result<DirectoryTable> named_directories(const Layout& layout);

}  // namespace isorun
