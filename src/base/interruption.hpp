// Long work that somebody may end before it is done. It looks now and then, and ends as if a system
// call had been interrupted: with EINTR.
//
//   Interruption interruption;               // request() from any thread
//   const Interruptible work(interruption);  // in the thread that works
//   while (...) if (is_interrupted()) return false;
#pragma once

#include <atomic>

namespace isorun {

class Interruption {
 public:
  void request() noexcept { is_requested_ = true; }
  [[nodiscard]] bool is_requested() const noexcept { return is_requested_; }

 private:
  std::atomic<bool> is_requested_ = false;
};

// What the present thread does, as long as this object lives, heeds `interruption`.
class Interruptible {
 public:
  explicit Interruptible(const Interruption& interruption) noexcept;
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;
  ~Interruptible();

 private:
  const Interruption* before_;
};

// Whether the present thread should end what it does; errno is EINTR then.
bool is_interrupted() noexcept;

}  // namespace isorun
