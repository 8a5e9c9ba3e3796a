// What `isorun why` found, for programs.
#pragma once

#include <string>

#include "why/why.hpp"

namespace isorun {

// The lines of isorun.toml that cure the units.
struct ConfigLines {
  std::string file{};
  std::string text{};  // relative to it; empty: nothing
  bool is_written = false;
};

std::string why_json(const Findings& findings, const ConfigLines& lines);

}  // namespace isorun
