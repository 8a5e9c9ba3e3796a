// What the user wants to see on the terminal.
#pragma once

#include <chrono>

#include "report/color.hpp"
#include "report/terminal_settings.hpp"

namespace isorun {

struct ReportOptions {
  ColorChoice color = ColorChoice::automatic;
  ShowOutput output = ShowOutput::failed;
  Detail detail = Detail::normal;
  std::chrono::nanoseconds slow = std::chrono::seconds(60);
};

}  // namespace isorun
