// Cancellation of long work. The work checks now and then, and ends as if a system call had been
// interrupted: with EINTR.
//
//   Interruption interruption;               // request() from any thread
//   const Interruptible work(interruption);  // in the thread that works
//   while (...) if (is_interrupted()) return false;
//   if (was_interrupted()) ...               // the result is incomplete
#pragma once

#include <atomic>

namespace isorun {

class Interruption {
 public:
  Interruption() = default;
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  virtual ~Interruption() = default;

  void request() noexcept { is_requested_ = true; }
  // Tests override this to interrupt work at a certain check.
  [[nodiscard]] virtual bool is_requested() const noexcept { return is_requested_; }

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
  friend bool is_interrupted() noexcept;
  friend bool was_interrupted() noexcept;

  const Interruption& interruption_;
  Interruptible* before_;
  bool has_stopped_ = false;
};

// Whether the current thread should stop its work; sets errno to EINTR if so.
bool is_interrupted() noexcept;

// Whether is_interrupted() has stopped the thread's current work: what is done is incomplete.
bool was_interrupted() noexcept;

}  // namespace isorun
