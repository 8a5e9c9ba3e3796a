#include "base/interruption.hpp"

#include <cerrno>
#include <utility>

namespace isorun {
namespace {

thread_local Interruptible* present = nullptr;

}  // namespace

Interruptible::Interruptible(const Interruption& interruption) noexcept
    : interruption_(interruption), before_(std::exchange(present, this)) {}

Interruptible::~Interruptible() {
  present = before_;
}

bool is_interrupted() noexcept {
  if (present == nullptr || !present->interruption_.is_requested()) return false;
  present->has_stopped_ = true;
  errno = EINTR;
  return true;
}

bool was_interrupted() noexcept {
  return present != nullptr && present->has_stopped_;
}

}  // namespace isorun
