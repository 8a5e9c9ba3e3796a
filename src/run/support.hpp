// isorun's own files for frameworks, such as a plugin: share/isorun, beside the program or as
// `cmake --install` puts it.
#pragma once

#include <string>

namespace isorun {

// Absolute; empty where the files are not there.
std::string support_directory();

}  // namespace isorun
