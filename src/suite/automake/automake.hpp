// `make check` of Automake's parallel test harness. It builds without running a test, which shows
// the directories that have the harness; then each test is a unit, run by that harness.
#pragma once

#include "suite/builder.hpp"

namespace isorun::automake {

extern const Builder builder;

}  // namespace isorun::automake
