// What a user can do when the host refuses.
#pragma once

#include <string>

namespace isorun {

enum class Facility {
  user_namespace,
  id_map,
  mounts,
  overlay,
  layer,
  proc,
  network,
  process,
  descriptors,
  other
};

// A sentence that tells what to do about `code` (an errno) from using `facility`, after looking at
// the host; empty if there is nothing to tell.
std::string remedy(Facility facility, int code);

}  // namespace isorun
