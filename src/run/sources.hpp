// The sources of an event loop: what wakes each, and what handles it.
//
//   sources.add(signals.fd(), [&] { handle_signals(); });
//   while (...) sources.turn();
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "base/wakeups.hpp"

namespace isorun {

class Sources {
 public:
  using Prepare = std::function<void(Wakeups& wakeups)>;
  using Handle = std::function<void()>;

  // `prepare` adds what wakes the source, before each wait. `handle` must not block, and is called
  // after each wait, even if nothing has happened to this source.
  void add(Prepare prepare, Handle handle) {
    sources_.push_back({std::move(prepare), std::move(handle)});
  }
  void add(int input, Handle handle) {
    add([input](Wakeups& wakeups) { wakeups.add_input(input); }, std::move(handle));
  }

  // Waits once for all sources, then handles them in the order in which they were added.
  void turn() const {
    Wakeups wakeups;
    for (const Source& source : sources_) source.prepare(wakeups);
    wakeups.wait();
    for (const Source& source : sources_) source.handle();
  }

 private:
  struct Source {
    Prepare prepare;
    Handle handle;
  };
  std::vector<Source> sources_;
};

}  // namespace isorun
