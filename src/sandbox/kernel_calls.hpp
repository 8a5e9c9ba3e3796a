// The system calls that isorun requires.
#pragma once

#include <string>
#include <vector>

namespace isorun {

// The calls that the kernel or a system call filter answers with ENOSYS: "mount_setattr (Linux
// 5.12)". Tries each with arguments that have no effect.
std::vector<std::string> missing_calls();

}  // namespace isorun
