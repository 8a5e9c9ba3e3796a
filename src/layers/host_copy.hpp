// Detects layer entries that equal the host's file.
#pragma once

#include <isorun/layer.hpp>

#include "files/host_tree.hpp"

namespace isorun {

// Compares mode, size and time. A directory's copy starts with all the host's files, and overlays
// copy a file up when it is merely opened for writing.
bool is_as_on_host(const LayerEntry& entry, HostTree& host);

}  // namespace isorun
