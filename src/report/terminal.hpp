// What a run shows on the terminal, laid out as nextest does:
//
//         PASS [   0.005s] ( 1/13) Suite.Test
//      Summary [   0.310s] 13 tests run: 12 passed, 1 failed, 0 skipped
//
// Names are shown on one line and cannot drive the terminal (printable()).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "report/color.hpp"
#include "report/record.hpp"

namespace isorun {

struct Progress {
  std::size_t done = 0;  // with this unit
  std::size_t total = 0;
};

// All of these end with a newline.
std::string unit_line(const UnitRecord& unit, const Progress& progress, Color color);

// A note on processes that were alive when their shard ended; empty where there were none.
std::string leak_line(const ShardRecord& shard, Color color);

// A unit's output between two lines that name it: its first and last part where it is long, and
// where the whole is.
std::string output_block(const UnitRecord& unit, std::string_view log, Color color);

// Counts, times, the bound and how close to it the run came; then what went wrong, once more.
std::string summary(const RunRecord& run, Color color);

}  // namespace isorun
