// The files of the host that a set-up depends on.
#pragma once

#include <span>
#include <string>

#include <isorun/error.hpp>

#include "base/digest.hpp"
#include "collect/pattern.hpp"

namespace isorun {

// Adds all files that the pattern matches, and all below a directory that it matches: paths, modes
// and content. Of symbolic links, also the content of the files they lead to. Leaves out what lies
// at or below `absent` paths. Errors: Phase::run if nothing matches, or something cannot be read;
// EINTR after a signal that ends isorun.
Result<void> add_files(const Pattern& pattern, std::span<const std::string> absent, Digest& digest);

}  // namespace isorun
