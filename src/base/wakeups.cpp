#include "base/wakeups.hpp"

#include <algorithm>

namespace isorun {

Wakeups::Wakeups(std::initializer_list<int> inputs, const Deadline& deadline) : first_(deadline) {
  for (const int fd : inputs) add_input(fd);
}

void Wakeups::add(const Deadline& deadline) {
  first_ = std::min(first_, deadline);
}

void Wakeups::wait() {
  const std::optional<timespec> left = first_.left();
  ::ppoll(descriptors_.data(), descriptors_.size(), left ? &*left : nullptr, nullptr);
}

}  // namespace isorun
