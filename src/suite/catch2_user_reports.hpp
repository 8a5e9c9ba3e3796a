// The reports that the user's own words ask Catch2 for, both versions.
#pragma once

#include <vector>

#include "suite/suite.hpp"

namespace isorun::catch2 {

// "-r junit -o FILE", "-r junit::out=FILE"
std::vector<Report> user_reports(const Words& argv);

}  // namespace isorun::catch2
