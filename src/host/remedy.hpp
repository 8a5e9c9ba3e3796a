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
  const char* sentence = "";  // what is in the way, and what helps unless `change` says it
  HostChange change = HostChange::nothing;
};

// Why using `facility` ended with the errno `code`, as far as that can be told from the
// surroundings; pure. 0: why it will fail, before anybody has tried; nullopt where that is not
// certain.
std::optional<Cause> cause_of(Facility facility, int code, const Surroundings& surroundings);

// All that will be in the way of a sandbox, however far one has come so far; pure.
std::set<HostChange> certain_changes(const Surroundings& surroundings);

// The cause, and one line to paste that removes it and whatever else is certain to be in the way;
// empty if there is nothing to say.
std::string remedy(Facility facility, int code, const Surroundings& surroundings = look_around());

}  // namespace isorun
