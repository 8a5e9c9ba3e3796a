// What a unit needs that lies outside of every sandbox.
#pragma once

#include <optional>

#include "audit/readiness.hpp"
#include "audit/survey.hpp"

namespace isorun {

// Why a unit may have failed: a server of the host or of the network that it tried to reach, or the
// clock that it tried to set; nullopt: nothing of that kind.
std::optional<Obstacle> need_of_outside(const AuditedUnit& account);

}  // namespace isorun
