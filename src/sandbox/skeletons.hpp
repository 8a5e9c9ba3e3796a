// Directories that the host lacks, in places that the sandbox cannot write.
#pragma once

#include <vector>

#include "sandbox/directories.hpp"
#include "sandbox/step_list.hpp"

namespace isorun {

// Rebuilds the nearest existing directory of each from mounts of its entries, adding the missing
// ones, and enters the root directory.
void add_skeletons(const std::vector<Directory>& directories, StepList& steps);

}  // namespace isorun
