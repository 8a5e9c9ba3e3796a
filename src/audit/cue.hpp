// Where one of two units in a sandbox stops, so that the other one runs in its middle: before or
// after it touches a thing.
//
// The one starts once the other waits at the gate, and is stopped at its point; only then does the
// other start. The one goes on once the other has ended, or by drop(). Pure: the tracer tells what
// it hears, and answers the calls.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "audit/decoder.hpp"
#include "audit/journal.hpp"
#include "why/command_chain.hpp"

namespace isorun {

// A moment of a unit.
struct Point {
  std::string thing{};  // as of key_of()
  Act act = Act::looked;
  bool is_after = false;  // at the next call that is traced, in place of this one

  friend bool operator==(const Point&, const Point&) = default;
};

class Cue {
 public:
  using Calls = std::vector<std::uint64_t>;  // ids of notifications

  Cue(Point point, CompanionMarks marks);

  // Whether this call must wait.
  bool holds(std::uint64_t call, std::uint32_t thread, const Decoded& decoded);

  // Those that waited and now go on. The caller answers them.
  Calls released() { return std::exchange(released_, {}); }

  // Whether the one is stopped now.
  [[nodiscard]] bool is_held() const { return state_ == State::held; }

  // Lets it go on before the other has ended.
  void drop();

  // Whether a unit was stopped, and had to go on too early. Valid once both have ended.
  [[nodiscard]] bool was_reached() const { return was_reached_; }
  [[nodiscard]] bool was_dropped() const { return was_dropped_; }

 private:
  enum class State : std::uint8_t { starting, waiting, armed, held, over };

  [[nodiscard]] bool is_at_point(const Decoded& decoded) const;
  bool hold_at_start(std::uint64_t call);
  bool hold_at_gate(std::uint64_t call);
  void begin_if_ready();
  bool hold_here(std::uint64_t call, std::uint32_t thread);
  void release();

  Point point_;
  CompanionMarks marks_;
  State state_ = State::starting;
  std::uint32_t thread_ = 0;  // that is stopped
  Calls starting_{};
  Calls waiting_{};  // at the gate
  Calls stopped_{};
  Calls released_{};
  bool was_reached_ = false;
  bool was_dropped_ = false;
};

}  // namespace isorun
