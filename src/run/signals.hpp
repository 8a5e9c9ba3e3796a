// Receives isorun's signals as events of the loop.
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
  // Blocks the signals while it lives; they are read from fd() instead.
  static Result<Signals> open(std::initializer_list<int> numbers);

  Signals(Signals&&) noexcept = default;
  Signals& operator=(Signals&&) = delete;
  ~Signals();

  [[nodiscard]] int fd() const { return fd_.get(); }

  struct Event {
    int number = 0;
    // Sent by the terminal's keyboard: to the whole foreground process group, not only to isorun.
    bool from_terminal = false;
  };
  std::optional<Event> next();

 private:
  Signals(UniqueFd fd, const sigset_t& before) : fd_(std::move(fd)), before_(before) {}

  UniqueFd fd_;
  sigset_t before_;
};

}  // namespace isorun
