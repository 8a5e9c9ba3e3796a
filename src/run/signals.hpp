// The launcher's signals, as events of its loop.
#pragma once

#include <initializer_list>
#include <optional>
#include <signal.h>
#include <utility>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

namespace isorun {

class Signals {
 public:
  // Blocks the signals for as long as the object lives; they are read from fd() instead.
  static Result<Signals> open(std::initializer_list<int> numbers);

  Signals(Signals&&) noexcept = default;
  Signals& operator=(Signals&&) = delete;
  ~Signals();

  [[nodiscard]] int fd() const { return fd_.get(); }

  struct Event {
    int number = 0;
    // From the terminal's keyboard: the whole foreground process group has had it, not isorun
    // alone.
    bool from_terminal = false;
  };
  std::optional<Event> next();

 private:
  Signals(UniqueFd fd, const sigset_t& before) : fd_(std::move(fd)), before_(before) {}

  UniqueFd fd_;
  sigset_t before_;
};

}  // namespace isorun
