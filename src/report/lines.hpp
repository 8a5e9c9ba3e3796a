// The lines of a run that stay on the terminal, laid out as nextest does:
//
//         PASS [   0.005s] ( 1/13) Suite.Test
//   TRY 1 FAIL [   0.003s] Suite.Other
//
// Names are shown on one line and cannot drive the terminal (printable()).
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "report/record.hpp"
#include "report/running_shard.hpp"
#include "report/terminal_settings.hpp"

namespace isorun {

struct Label {
  std::string text;
  Style style;
};

// "PASS", "SIGSEGV", "FLAKY 2/3": the attempt that was good, of `tries`.
Label label_of(const UnitRecord& unit, unsigned tries);

// "        PASS [   0.005s]"
std::string timed(const Label& label, std::chrono::nanoseconds time, Color color);

// "     WARNING text\n"
std::string untimed(const Label& label, std::string_view text, Color color);

struct Progress {
  std::size_t done = 0;   // with this unit
  std::size_t total = 0;  // 0: nobody knows
};

// " 1/13"; "1" where there is no end to count to.
std::string counted(const Progress& progress);

// All of these end with a newline.
std::string unit_line(const UnitRecord& unit, const Progress& progress,
                      const TerminalSettings& settings);
std::string attempt_line(std::string_view name, const AttemptRecord& attempt, unsigned number,
                         Color color);
// A unit that has been running for long, and may never end.
struct SlowUnit {
  std::string_view name{};
  std::chrono::nanoseconds running_for{};
  std::chrono::system_clock::time_point since{};
  bool has_time_limit = false;
};

// "SLOW [> 60.000s] NAME (since 12:34:56; --timeout TIME ends a unit that hangs)"
std::string slow_line(const SlowUnit& unit, Color color);
std::string start_line(const RunningShard& shard, Color color);

// A note on processes that were alive when their shard ended; empty where there were none.
// Whose processes had to be killed: of a few units each, of many the first ones and how many.
std::string leak_lines(const std::vector<ShardRecord>& shards, Color color);

// A unit's output between two lines that name it: its first and last part where it is long, and
// where the whole is.
std::string output_block(const UnitRecord& unit, std::string_view log, Color color);
std::string attempt_block(std::string_view name, const AttemptRecord& attempt, unsigned number,
                          std::string_view log, Color color);

}  // namespace isorun
