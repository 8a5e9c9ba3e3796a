// Whether what a layer holds is what the host has.
#pragma once

#include <isorun/layer.hpp>

#include "files/host_tree.hpp"

namespace isorun {

// Of the same mode, size and time: a directory's copy holds all that the host had, and overlays
// copy a file up when it is only opened for writing.
bool is_as_on_host(const LayerEntry& entry, HostTree& host);

}  // namespace isorun
