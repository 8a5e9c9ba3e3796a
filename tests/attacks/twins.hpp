// Runs an attack, in a sandbox and without one.
#pragma once

#include <string>

#include "attack.hpp"
#include "box.hpp"
#include "victims.hpp"

namespace isorun {

// What the attacker says of itself: "refused", "reached", "done" or "absent"; or how it ended.
std::string attack_inside(Sandbox& sandbox, const Attack& attack, const Victims& victims);
std::string attack_outside(const Attack& attack, const Victims& victims, Twin twin);

}  // namespace isorun
