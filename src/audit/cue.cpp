#include "audit/cue.hpp"

#include <algorithm>

#include "audit/things.hpp"

namespace isorun {
namespace {

bool asks_for(const Decoded& decoded, const std::string& path) {
  return std::ranges::count(decoded.touches, path, &Touch::thing) > 0;
}

void move_all(Cue::Calls& from, Cue::Calls& to) {
  to.insert(to.end(), from.begin(), from.end());
  from.clear();
}

}  // namespace

Cue::Cue(Point point, CompanionMarks marks) : point_(std::move(point)), marks_(std::move(marks)) {}

bool Cue::is_at_point(const Decoded& decoded) const {
  return std::ranges::any_of(decoded.touches, [this](const Touch& touch) {
    return touch.act == point_.act && key_of(touch.thing) == point_.thing;
  });
}

bool Cue::holds(std::uint64_t call, std::uint32_t thread, const Decoded& decoded) {
  if (asks_for(decoded, marks_.end)) {
    release();
    return false;
  }
  if (asks_for(decoded, marks_.start)) return hold_at_start(call);
  if (asks_for(decoded, marks_.gate)) return hold_at_gate(call);
  // From the start until the gate opens, all other calls are of the unit that is to be stopped.
  switch (state_) {
    case State::waiting:
      if (!is_at_point(decoded)) return false;
      if (!point_.is_after) return hold_here(call, thread);
      state_ = State::armed;
      return false;
    case State::armed:
      return hold_here(call, thread);
    case State::held:
      // A signal that was handled restarts its call.
      return thread == thread_ && hold_here(call, thread);
    case State::starting:
    case State::over:
      break;
  }
  return false;
}

bool Cue::hold_at_start(std::uint64_t call) {
  if (state_ != State::starting) return false;
  starting_.push_back(call);
  begin_if_ready();
  return true;
}

bool Cue::hold_at_gate(std::uint64_t call) {
  if (state_ == State::held || state_ == State::over) return false;
  waiting_.push_back(call);
  begin_if_ready();
  return true;
}

void Cue::begin_if_ready() {
  if (state_ != State::starting || starting_.empty() || waiting_.empty()) return;
  state_ = State::waiting;
  move_all(starting_, released_);
}

bool Cue::hold_here(std::uint64_t call, std::uint32_t thread) {
  state_ = State::held;
  was_reached_ = true;
  thread_ = thread;
  stopped_ = {call};
  move_all(waiting_, released_);
  return true;
}

void Cue::drop() {
  was_dropped_ = true;
  release();
}

void Cue::release() {
  state_ = State::over;
  for (Calls* calls : {&starting_, &waiting_, &stopped_}) move_all(*calls, released_);
}

}  // namespace isorun
