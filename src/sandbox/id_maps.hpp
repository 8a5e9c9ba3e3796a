// Writes the id maps of the run's user namespace.
#pragma once

#include <isorun/error.hpp>

#include "host/ids.hpp"

namespace isorun {

// Maps ids for the process of a pidfd, which has just entered a user namespace. If newuidmap(1) or
// newgidmap(1) refuses a granted range after all, maps only the caller's own id of that kind.
// Errors: Phase::setup.
Result<void> write_id_maps(int process, const Ids& ids);

// Whether both maps hold more than one id.
bool has_id_ranges(int process);

}  // namespace isorun
