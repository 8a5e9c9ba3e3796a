// Layout + host facts -> Plan. Looks at the host's files, changes nothing.
#pragma once

#include <vector>

#include <isorun/error.hpp>
#include <isorun/layout.hpp>

#include "host/facts.hpp"
#include "sandbox/directories.hpp"
#include "sandbox/plan.hpp"

namespace isorun {

// What becomes of each directory, as the plan will have it. Errors: as make_plan().
Result<std::vector<Directory>> plan_directories(const Layout& layout, const Facts& facts);

// Errors: Phase::usage, naming the directory that cannot be had as asked.
Result<Plan> make_plan(const Layout& layout, const Facts& facts);

}  // namespace isorun
