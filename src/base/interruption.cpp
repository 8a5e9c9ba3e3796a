#include "base/interruption.hpp"

#include <cerrno>
#include <utility>

namespace isorun {
namespace {

thread_local const Interruption* present = nullptr;

}  // namespace

Interruptible::Interruptible(const Interruption& interruption) noexcept
    : before_(std::exchange(present, &interruption)) {}

Interruptible::~Interruptible() {
  present = before_;
}

bool is_interrupted() noexcept {
  if (present == nullptr || !present->is_requested()) return false;
  errno = EINTR;
  return true;
}

}  // namespace isorun
