// Deadlines of what isorun waits for.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <time.h>

namespace isorun {

// Between asking a process to end (SIGTERM) and killing it (SIGKILL).
inline constexpr std::chrono::seconds grace{5};

class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  Deadline() = default;  // never

  // A span of 0 means never.
  static Deadline in(std::chrono::nanoseconds span) {
    Deadline deadline;
    if (span.count() > 0) deadline.at_ = Clock::now() + span;
    return deadline;
  }

  static Deadline at(Clock::time_point moment) {
    Deadline deadline;
    deadline.at_ = moment;
    return deadline;
  }

  // The same, later by this span.
  [[nodiscard]] Deadline after(std::chrono::nanoseconds span) const {
    Deadline later = *this;
    if (later.at_) *later.at_ += span;
    return later;
  }

  [[nodiscard]] bool has_passed() const { return at_ && Clock::now() >= *at_; }

  // The timeout for ppoll(2); nullopt for never.
  [[nodiscard]] std::optional<timespec> left() const {
    if (!at_) return std::nullopt;
    const auto span = std::max(Clock::duration::zero(), *at_ - Clock::now());
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span);
    return timespec{seconds.count(), std::chrono::nanoseconds(span - seconds).count()};
  }

  friend bool operator<(const Deadline& a, const Deadline& b) {
    return a.at_ && (!b.at_ || *a.at_ < *b.at_);
  }

 private:
  std::optional<Clock::time_point> at_;
};

}  // namespace isorun
