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

// `units` are indices into the suite's, in the order to print. Bytes that are not UTF-8 become
// U+FFFD.
std::string list_json(const Suite& suite, std::string_view recognised,
                      std::span<const std::size_t> units);

}  // namespace isorun
