// Which of its units a running job should give back, so that a free slot has work.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>

namespace isorun {

// How far a running job has come.
struct JobProgress {
  std::size_t job = 0;                     // Job::index
  std::size_t begun = 0;                   // units that it keeps: those that it has begun, and one
  std::chrono::nanoseconds start_up{};     // until it began the first
  std::chrono::nanoseconds since_first{};  // since then
  std::chrono::nanoseconds since_last{};   // since it began the latest
};

struct GivenBack {
  std::size_t first = 0;             // the job keeps the units before this one
  std::chrono::nanoseconds saved{};  // how much earlier all will have run: an estimate
};

// `boundaries`: where the job's units may be divided, ascending, each before the unit of that
// number. Nothing if it is not worth a start-up.
std::optional<GivenBack> best_division(const JobProgress& progress,
                                       std::span<const std::size_t> boundaries, std::size_t units);

}  // namespace isorun
