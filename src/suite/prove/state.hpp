// The state file of `prove --state=save` (App::Prove::State).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "suite/suite.hpp"

namespace isorun::prove {

// `before`, the earlier state, with this run added; `scripts` are the units' paths.
std::string next_state(std::string_view before, std::span<const std::string> scripts,
                       const LastRun& run);

}  // namespace isorun::prove
