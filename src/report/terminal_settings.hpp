// How much of a run is shown, and how.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "report/color.hpp"

namespace isorun {

// Whose output is shown: that of units which failed, after their line; every unit's; none; or that
// of running shards while they write it.
enum class ShowOutput { live, failed, all, never };

enum class Detail {
  quiet,    // what failed, and the summary
  normal,   // a line for each unit
  verbose,  // and where it ran, why it was skipped, what starts
};

struct TerminalSettings {
  Color color = Color::never;
  bool is_live = false;  // a terminal that a person looks at: can be drawn on again
  ShowOutput output = ShowOutput::failed;
  Detail detail = Detail::normal;
  std::chrono::nanoseconds slow{};  // units that take longer are counted as slow; 0: none are
  unsigned tries = 1;               // how often a unit runs at most: 1 + --retries
};

// The variables as they are set, and what the output is.
struct LiveSettings {
  std::optional<std::string_view> ci{};  // CI, set by most services, also where there is a terminal
  std::optional<std::string_view> term{};
  bool is_terminal = false;
};

bool choose_live(const LiveSettings& settings);

}  // namespace isorun
