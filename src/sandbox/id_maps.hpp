// Writes the id maps of the run's user namespace.
#pragma once

#include <sys/types.h>

#include <isorun/error.hpp>

#include "host/ids.hpp"

namespace isorun {

// Of a process that has just entered a user namespace. Where newuidmap(1) or newgidmap(1) refuses a
// granted range after all, its kind has the own id alone. Errors: Phase::setup.
Result<void> write_id_maps(pid_t process, const Ids& ids);

}  // namespace isorun
