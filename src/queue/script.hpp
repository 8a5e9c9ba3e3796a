// What Redis runs for a machine: script.lua.
#pragma once

#include <string_view>

namespace isorun {

extern const std::string_view queue_script;

}  // namespace isorun
