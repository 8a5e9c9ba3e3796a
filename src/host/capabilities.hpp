// The capabilities of this process (capabilities(7)).
#pragma once

#include <sys/capability.h>

namespace isorun {

// Whether it is effective, in this process's user namespace.
bool has_capability(cap_value_t capability);

}  // namespace isorun
