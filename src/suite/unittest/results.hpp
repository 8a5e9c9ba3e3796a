// What isorun_unittest.py reports about the tests of a shard.
#pragma once

#include <span>
#include <string_view>

#include "suite/outcomes.hpp"

namespace isorun::unittest {

// `names` are those of the shard's tests, in order; `report` is the script's file, `output` what
// the marks in it divide.
Outcomes read_outcomes(std::string_view report, std::string_view output,
                       std::span<const std::string_view> names);

}  // namespace isorun::unittest
