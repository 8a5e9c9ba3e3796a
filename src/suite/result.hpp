// The result of one unit.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

// The reason's name in run.json and on the terminal: "out-of-memory".
std::string_view name(Reason reason);

// The reason with that name; nullopt if there is none.
std::optional<Reason> reason_named(std::string_view name);

// Whether a run with this result can still pass.
bool is_good(Reason reason);

// Bytes [begin, end) of the standard output of a shard's command.
struct OutputRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  // All output, including standard error.
  static constexpr std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
  static constexpr OutputRange whole() { return {0, last}; }

  [[nodiscard]] bool empty() const { return end <= begin; }
};

// One of the tests in a unit that has several, such as a file.
struct TestResult {
  std::string name{};
  Reason reason = Reason::passed;  // or failed, skipped
  std::chrono::nanoseconds duration{};
  std::string detail{};  // one line; empty when passed
};

struct UnitResult {
  std::size_t unit = 0;  // index into the suite's units
  Reason reason = Reason::failed;
  std::chrono::nanoseconds duration{};
  std::string detail{};  // one line for the user: "exit code 3", "SIGSEGV"; empty when passed
  OutputRange output{};  // the unit's part of its shard's output
  // If units run at the same time: the pieces of that part that are its own, in order. Empty: all.
  std::vector<OutputRange> pieces{};
  std::vector<TestResult> tests{};  // empty: the unit is one test, or its tests are not known
};

}  // namespace isorun
