// A command as the stage reads it.
#pragma once

#include <string>

#include <isorun/sandbox.hpp>

#include "sandbox/wire.hpp"

namespace isorun {

struct PackedCommand {
  StageRequest request{};
  std::string payload;
};

PackedCommand pack(const Command& command, const std::string& working_directory);

}  // namespace isorun
