// The changes that would let isorun run on this host, and the command line that makes them.
#pragma once

#include <set>
#include <string>

#include "host/surroundings.hpp"

namespace isorun {

// Changes to the host, or to the options that start a container.
enum class HostChange {
  nothing,
  allow_calls,
  lift_apparmor_profile,
  unmask_proc,
  allow_user_0,
  switch_userns_on,
  allow_apparmor_userns,
  raise_limits,  // those in Surroundings::used_up
  load_overlay,
};

// One line to paste that makes all these changes; empty if there are none; pure.
std::string line_for(const std::set<HostChange>& changes, const Surroundings& surroundings);

}  // namespace isorun
