// Layout + host facts -> Plan. Looks at the host's files, changes nothing.
#pragma once

#include <isorun/error.hpp>
#include <isorun/layout.hpp>

#include "host/facts.hpp"
#include "sandbox/plan.hpp"

namespace isorun {

// Errors: Phase::usage, naming the directory that cannot be had as asked.
Result<Plan> make_plan(const Layout& layout, const Facts& facts);

}  // namespace isorun
