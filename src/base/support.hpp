// isorun's support files, such as its pytest plugin: share/isorun, next to the program or where
// `cmake --install` puts it.
#pragma once

#include <string>

namespace isorun {

// Absolute; empty if the files are missing.
std::string support_directory();

}  // namespace isorun
