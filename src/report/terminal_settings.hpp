// How much of a run is shown, and how.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "report/color.hpp"

namespace isorun {

// Whose output is shown: failed units, after their line; all units; none; or running shards, as
// they write.
enum class ShowOutput { live, failed, all, never };

enum class Detail {
  quiet,    // failures and the summary
  normal,   // one line per unit
  verbose,  // also where each unit ran, why it was skipped, and what starts
};

struct TerminalSettings {
  Color color = Color::never;
  bool is_live = false;  // an interactive terminal, which can be redrawn
  ShowOutput output = ShowOutput::failed;
  Detail detail = Detail::normal;
  std::chrono::nanoseconds slow{};  // units that take longer count as slow; 0: none
  unsigned tries = 1;               // attempts per unit: 1 + --retries
};

// The variables' values, and what kind of output it is.
struct LiveSettings {
  std::optional<std::string_view> ci{};  // CI, set by most services, even with a terminal
  std::optional<std::string_view> term{};
  bool is_terminal = false;
};

bool choose_live(const LiveSettings& settings);

}  // namespace isorun
