// tox 4 and nox, which make environments and run commands in each: drivers whose programs are the
// environments. One whose tests pytest runs is split; any other is one unit.
#pragma once

#include "suite/builder.hpp"

namespace isorun::python_sessions {

extern const Builder tox;
extern const Builder nox;

}  // namespace isorun::python_sessions
