// Wrappers that make a Python environment before they run pytest in it: `uv run`, `hatch run`. They
// are drivers whose build is the environment.
#pragma once

#include "suite/builder.hpp"

namespace isorun::python_environment {

extern const Builder uv_run;
extern const Builder hatch_run;

}  // namespace isorun::python_environment
