// Where layers lie that the layout gives no place: in memory, unless this kernel's tmpfs lacks what
// overlays of a user namespace need.
#pragma once

#include <string>

#include <isorun/error.hpp>
#include <isorun/layout.hpp>

#include "host/facts.hpp"

namespace isorun {

// Before Linux 6.6 a tmpfs has no user attributes (tmpfs(5)), in which such overlays mark
// directories: deleting any directory of the host is EIO. A directory on disk then, where doing
// just that works; empty: memory. Errors: Phase::host, where there is no such directory, and
// Phase::usage, where the layout limits the size, which needs memory.
Result<std::string> find_layer_place(const Layout& layout, const Facts& facts);

}  // namespace isorun
