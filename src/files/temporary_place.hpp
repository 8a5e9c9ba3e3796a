// A directory for what isorun itself needs while it runs.
#pragma once

#include <string>

#include <isorun/error.hpp>

#include "base/temporary_directory.hpp"

namespace isorun {

// Makes one below `parent`; if that is empty, below TMPDIR or /tmp. A warning names what could not
// be removed at the end. The prefix has at most 15 bytes. Errors: Phase::setup.
Result<TemporaryDirectory> make_temporary_place(const char* prefix, const std::string& parent = {});

}  // namespace isorun
