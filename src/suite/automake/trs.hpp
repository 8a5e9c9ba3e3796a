// Parses the .trs file that Automake's harness writes when a test has ended.
#pragma once

#include <optional>
#include <string_view>

#include "suite/result.hpp"

namespace isorun::automake {

// Details of a result that the test's log may explain.
inline constexpr std::string_view failed = "failed";
inline constexpr std::string_view hard_error = "hard error";

// The result, and those of its parts if the test's driver reported several; without unit, duration
// and output. nullopt if the text has no result.
std::optional<UnitResult> read_trs(std::string_view text);

}  // namespace isorun::automake
