// Turns a system call that waits for its tracer into what it touches.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <linux/seccomp.h>

#include "audit/journal.hpp"
#include "sandbox/traced_calls.hpp"

namespace isorun {

struct Touch {
  std::string thing;
  Act act = Act::looked;
  bool is_directory = false;
};

struct Decoded {
  std::vector<Touch> touches{};
  bool is_unread = false;      // the arguments could not be read
  std::optional<Deed> deed{};  // nullopt: none of traced_calls()
};

// The call has not happened yet: the files that exist show what it will find, but not whether it
// will succeed.
Decoded decode(const seccomp_notif& call);

}  // namespace isorun
