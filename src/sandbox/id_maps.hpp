// Writes the id maps of the run's user namespace.
#pragma once

#include <sys/types.h>

#include <isorun/error.hpp>

#include "host/ids.hpp"

namespace isorun {

// For a process that has just entered a user namespace. If newuidmap(1) or newgidmap(1) refuses a
// granted range after all, maps only the caller's own id of that kind. Errors: Phase::setup.
Result<void> write_id_maps(pid_t process, const Ids& ids);

}  // namespace isorun
