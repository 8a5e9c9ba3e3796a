// What is left on the host, examined without disturbing it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace isorun {

// The processes that descend from `ancestor`, zombies included.
std::vector<pid_t> descendants(pid_t ancestor);

// The names of this process's descendants that are commands of shards: all but isorun's own.
std::string running_commands();

// A number of /proc/PID/status, e.g. "VmSize".
long status_number(pid_t process, const std::string& name);

int open_descriptors();

// Descendants whose parents end become this process's children, to be waited for.
void adopt_orphans();

// Reaps children that have ended; returns whether none are left.
bool no_child_is_left();

// Waits for what must come to pass; false after a minute.
bool eventually(const std::function<bool()>& condition);

}  // namespace isorun
