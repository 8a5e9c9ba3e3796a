// Which user and group ids exist in the run's user namespace.
#pragma once

#include <sys/types.h>

#include <isorun/error.hpp>

namespace isorun {

// Writes the maps of a process that has just entered a user namespace. Each id that is mapped means
// the same inside as outside. Root: all of them. An ordinary user: the own ids; beside them, where
// /etc/subuid, /etc/subgid and newuidmap(1) grant it, a range of ids that stand for nobody outside,
// 0 among them, so that chown(2) and setuid(2) answer as on the host. Errors: Phase::setup.
Result<void> write_id_maps(pid_t process);

}  // namespace isorun
