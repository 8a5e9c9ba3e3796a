// The directories that the layout names, and what it says of them.
#pragma once

#include <isorun/error.hpp>
#include <isorun/layout.hpp>

#include "sandbox/directories.hpp"

namespace isorun {

// Errors: Phase::usage, naming the option and the directory.
Result<DirectoryTable> named_directories(const Layout& layout);

}  // namespace isorun
