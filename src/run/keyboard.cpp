#include "run/keyboard.hpp"

#include <poll.h>
#include <unistd.h>

namespace isorun {

Keyboard::Keyboard(int fd) : fd_(fd) {
  resume();
}

Keyboard::~Keyboard() {
  suspend();
}

void Keyboard::resume() {
  if (is_taking_ || !is_in_foreground() || ::tcgetattr(fd_, &before_) != 0) return;
  termios wanted = before_;
  wanted.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  // read(2) returns what there is, without making the terminal non-blocking for everybody.
  wanted.c_cc[VMIN] = 0;
  wanted.c_cc[VTIME] = 0;
  is_taking_ = ::tcsetattr(fd_, TCSANOW, &wanted) == 0;
}

void Keyboard::suspend() {
  // In the background the terminal is somebody else's by now.
  if (is_taking_ && is_in_foreground()) ::tcsetattr(fd_, TCSANOW, &before_);
  is_taking_ = false;
}

std::optional<Key> Keyboard::next() {
  while (has_input()) {
    char key = 0;
    if (::read(fd_, &key, 1) != 1) return std::nullopt;
    if (key == 't' || key == '\n') return Key::snapshot;
  }
  return std::nullopt;
}

bool Keyboard::is_in_foreground() const {
  return ::tcgetpgrp(fd_) == ::getpgrp();
}

bool Keyboard::has_input() {
  if (!is_taking_ || !is_in_foreground()) return false;
  pollfd source = {fd_, POLLIN, 0};
  if (::poll(&source, 1, 0) != 1) return false;
  // A terminal that was closed stays ready for ever.
  if ((source.revents & POLLIN) == 0 || (source.revents & POLLHUP) != 0) is_taking_ = false;
  return is_taking_;
}

}  // namespace isorun
