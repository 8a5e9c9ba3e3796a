// The system calls that isorun cannot do without.
#pragma once

#include <string>
#include <vector>

namespace isorun {

// Those that the kernel, or a system call filter, answers with ENOSYS: "mount_setattr (Linux
// 5.12)". Makes each with arguments that do nothing.
std::vector<std::string> missing_calls();

}  // namespace isorun
