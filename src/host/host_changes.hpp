// What has to change before isorun can run where it is, and the line that changes it.
#pragma once

#include <set>
#include <string>

#include "host/surroundings.hpp"

namespace isorun {

// What somebody has to change, on the host or in the words that start a container.
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

// One line to paste that makes all changes; empty if there is none; pure.
std::string line_for(const std::set<HostChange>& changes, const Surroundings& surroundings);

}  // namespace isorun
