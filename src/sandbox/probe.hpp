// Whether a service is ready, as far as one system call can tell. System calls only.
#pragma once

#include "sandbox/wire.hpp"

namespace isorun {

// Whether something accepts connections there. Returns early when `interruption` has something to
// read.
bool is_listening(const ServiceRequest& service, int interruption);

// `path` is absolute.
bool is_there(const char* path);

}  // namespace isorun
