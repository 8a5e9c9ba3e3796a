// Variations that show a file, directory, socket or device of the host that a unit's output or the
// environment names.
#pragma once

#include <string_view>

#include "why/variation.hpp"

namespace isorun {

void add_host_variations(std::string_view output, const Options& options, Variations& variations);

}  // namespace isorun
