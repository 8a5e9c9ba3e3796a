// The lines at the bottom of a terminal while units run, in nextest's layout:
//
//      Running [ 00:00:05] [====>      ] 12/223: 3 running, 11 passed, 1 failed, 00:00:14 left
//              [ 00:00:04] slot 0: Suite.Test
//              + 5 more
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "report/color.hpp"
#include "report/running_shard.hpp"
#include "report/screen.hpp"
#include "schedule/forecast.hpp"
#include "suite/result.hpp"

namespace isorun {

// Units so far, and when the rest will have run.
struct RunCounts {
  std::size_t total = 0;
  std::size_t done = 0;
  std::size_t passed = 0;  // includes flaky units
  std::size_t flaky = 0;
  std::size_t failed = 0;
  std::size_t skipped = 0;
  std::optional<Outlook> outlook{};  // none: the history does not tell

  void add(Reason reason);
};

// "00:01:05"
std::string clock_time(std::chrono::nanoseconds span);

// "12/223: 3 running, 11 passed (1 flaky), 1 failed, 00:00:14 left (20 % slower than before)"
std::string progress_text(const RunCounts& counts, std::size_t running);

// Each line ends with a newline and is narrower than the screen. They fill at most half the screen.
// Shards that have run longest come first.
std::string live_area(const RunCounts& counts, std::chrono::nanoseconds elapsed,
                      std::span<const RunningShard> running,
                      std::chrono::steady_clock::time_point now, const ScreenSize& size,
                      Color color);

// Erases `area` above the cursor, even if the terminal has been resized.
std::string erase_area(std::string_view area, const ScreenSize& size);

}  // namespace isorun
