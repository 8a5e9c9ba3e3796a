// The command after `--`, as frameworks see it.
#pragma once

#include "run/options.hpp"
#include "suite/suite.hpp"

namespace isorun {

UserCommand user_command(const Options& options);

}  // namespace isorun
