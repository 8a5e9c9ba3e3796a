// The reports that the user's command line requests from Catch2, in both versions.
#pragma once

#include <vector>

#include "suite/suite.hpp"

namespace isorun::catch2 {

// "-r junit -o FILE", "-r junit::out=FILE"
std::vector<Report> user_reports(const Words& argv);

}  // namespace isorun::catch2
