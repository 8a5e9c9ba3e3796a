// What a user can do when the host refuses.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "host/host_changes.hpp"
#include "host/surroundings.hpp"

namespace isorun {

enum class Facility {
  kernel,
  user_namespace,
  id_map,
  mounts,
  overlay,
  layer,
  proc,
  devices,
  network,
  process,
  descriptors,
  filter,
  other
};

struct Cause {
  std::string sentence{};  // the cause, and what helps unless `change` says it
  HostChange change = HostChange::nothing;
};

// Why using `facility` failed with the errno `code`, as far as the surroundings show; pure. 0: why
// it will fail, before anything was tried; nullopt if that is not certain.
std::optional<Cause> cause_of(Facility facility, int code, const Surroundings& surroundings);

// All obstacles to a sandbox that the surroundings show; pure.
std::set<HostChange> certain_changes(const Surroundings& surroundings);

// The cause, and one line to paste that removes it and all other known obstacles; empty if there is
// nothing to say.
std::string remedy(Facility facility, int code,
                   const Surroundings& surroundings = read_surroundings());

}  // namespace isorun
