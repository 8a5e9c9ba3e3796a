// What became of one unit.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace isorun {

enum class Reason {
  passed,
  failed,
  signaled,
  timeout,
  out_of_memory,
  disk_full,
  setup_failed,
  exec_failed,
  skipped,
  flaky,
};

inline constexpr Reason all_reasons[] = {
    Reason::passed,        Reason::failed,    Reason::signaled,     Reason::timeout,
    Reason::out_of_memory, Reason::disk_full, Reason::setup_failed, Reason::exec_failed,
    Reason::skipped,       Reason::flaky};

// The reason's name as users see it, in run.json and on the terminal: "out-of-memory".
std::string_view name(Reason reason);

// The reason of that name; nullopt where there is none.
std::optional<Reason> reason_named(std::string_view name);

// Whether a run with this result can still be called passed.
bool is_good(Reason reason);

struct UnitResult {
  std::size_t unit = 0;  // index into the suite's units
  Reason reason = Reason::failed;
  std::chrono::nanoseconds duration{};
  std::string detail{};  // one line for the user: "exit code 3", "SIGSEGV"; empty when passed
  // The unit's share of its shard's log: bytes [log_begin, log_end).
  std::uint64_t log_begin = 0;
  std::uint64_t log_end = 0;
};

}  // namespace isorun
