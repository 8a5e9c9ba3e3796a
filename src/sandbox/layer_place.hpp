// Finds where layers can lie: in the directory that the layout names, or else in memory, unless
// this kernel's tmpfs lacks what overlays in a user namespace need.
#pragma once

#include <string>

#include <isorun/error.hpp>
#include <isorun/layout.hpp>

#include "host/facts.hpp"

namespace isorun {

// Such overlays mark directories with user attributes, which a tmpfs has since Linux 6.6
// (tmpfs(5)); before that, deleting a directory of the host fails with EIO. The result is then a
// directory on disk in which a trial deletion worked; it is empty if layers can lie in memory or
// where the layout says. Errors: Phase::host if there is no such directory, Phase::usage if the
// layout names one that cannot hold layers, or limits their size, which only memory can.
Result<std::string> find_layer_place(const Layout& layout, const Facts& facts);

}  // namespace isorun
