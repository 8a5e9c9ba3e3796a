// Layout + host facts -> Plan. Reads the host's files, changes nothing.
#pragma once

#include <vector>

#include <isorun/error.hpp>
#include <isorun/layout.hpp>

#include "host/facts.hpp"
#include "sandbox/directories.hpp"
#include "sandbox/plan.hpp"

namespace isorun {

// The treatment of each directory in the plan. Errors: as make_plan().
Result<std::vector<Directory>> plan_directories(const Layout& layout, const Facts& facts);

// Errors, naming the directory that cannot be shown as requested: Phase::usage.
Result<Plan> make_plan(const Layout& layout, const Facts& facts);

}  // namespace isorun
