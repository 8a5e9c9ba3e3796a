// `isorun list --json`: the units of a suite, for programs.
//
//   {"schema": 1, "framework": "googletest", "recognised": "listed by ...", "units": [
//     {"name": "Suite.Test", "suite": "Suite", "file": "", "locks": [], "bundle": "", "slots": 1,
//      "serial": false}]}
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "suite/suite.hpp"

namespace isorun {

// `units` with their constraints from the suite and the user. Bytes that are not UTF-8 become
// U+FFFD.
std::string list_json(std::string_view framework, std::string_view recognised,
                      std::span<const Unit> units);

}  // namespace isorun
