// The permanent lines of a run on the terminal, in nextest's layout:
//
//         PASS [   0.005s] ( 1/13) Suite.Test
//   TRY 1 FAIL [   0.003s] Suite.Other
//
// Names take one line and cannot control the terminal (printable()).
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

// "PASS", "SIGSEGV", "FLAKY 2/3": the number of the successful attempt of `tries`.
Label label_of(const UnitRecord& unit, unsigned tries);

// "        PASS [   0.005s]"
std::string timed(const Label& label, std::chrono::nanoseconds time, Color color);

// "     WARNING text\n"
std::string untimed(const Label& label, std::string_view text, Color color);

struct Progress {
  std::size_t done = 0;   // including this unit
  std::size_t total = 0;  // 0: unknown
};

// " 1/13"; "1" if the total is unknown.
std::string counted(const Progress& progress);

// Each ends with a newline.
std::string unit_line(const UnitRecord& unit, const Progress& progress,
                      const TerminalSettings& settings);
std::string attempt_line(std::string_view name, const AttemptRecord& attempt, unsigned number,
                         Color color);
// A unit that has been running for long and may hang.
struct SlowUnit {
  std::string_view name{};
  std::chrono::nanoseconds running_for{};
  std::chrono::system_clock::time_point since{};
  bool has_time_limit = false;
};

// "SLOW [> 60.000s] NAME (since 12:34:56; --timeout TIME ends a unit that hangs)"
std::string slow_line(const SlowUnit& unit, Color color);
std::string start_line(const RunningShard& shard, Color color);

// How long each service of a shard took to start, and its end unless it was stopped.
std::string service_lines(const ShardRecord& shard, Color color);

// A note on processes that outlived their shard and had to be killed; empty if there were none.
// Names the first units, and counts the others.
std::string leak_lines(const std::vector<ShardRecord>& shards, Color color);

// A unit's output between two lines that name it. Long output is cut in the middle, with a line
// that says where the rest is.
std::string output_block(const UnitRecord& unit, std::string_view log, Color color);
std::string attempt_block(std::string_view name, const AttemptRecord& attempt, unsigned number,
                          std::string_view log, Color color);

}  // namespace isorun
