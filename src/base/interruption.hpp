// Cancellation of long work. The work checks now and then, and ends as if a system call had been
// interrupted: with EINTR.
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

// While this object lives, `interruption` cancels the work of the current thread.
class Interruptible {
 public:
  explicit Interruptible(const Interruption& interruption) noexcept;
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;
  ~Interruptible();

 private:
  const Interruption* before_;
};

// Whether the current thread should stop its work; sets errno to EINTR if so.
bool is_interrupted() noexcept;

}  // namespace isorun
