#include "run/waiting.hpp"

#include <algorithm>
#include <poll.h>
#include <signal.h>
#include <vector>

namespace isorun {

Woken wait_for(std::span<Attempt* const> attempts, ShardOutputs& outputs, Signals& signals) {
  std::vector<pollfd> sources = {{outputs.fd(), POLLIN, 0}, {signals.fd(), POLLIN, 0}};
  Deadline first;
  for (const Attempt* attempt : attempts) {
    sources.push_back({attempt->event_fd(), POLLIN, 0});
    first = std::min(first, attempt->deadline());
  }
  const std::optional<timespec> left = first.left();
  ::ppoll(sources.data(), sources.size(), left ? &*left : nullptr, nullptr);
  outputs.pump();
  Woken woken = Woken::by_event;
  while (const std::optional<Signals::Event> event = signals.next()) {
    switch (event->number) {
      case SIGTSTP:
        ::raise(SIGSTOP);  // the commands continue in sessions of their own
        break;
      case SIGUSR1:
      case SIGCONT:
        break;
      default:
        woken = Woken::by_signal;
    }
  }
  for (Attempt* attempt : attempts) attempt->keep_time();
  return woken;
}

}  // namespace isorun
