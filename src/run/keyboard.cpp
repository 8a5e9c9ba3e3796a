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
  termios settings{};
  if (before_ || !is_in_foreground() || ::tcgetattr(fd_, &settings) != 0) return;
  before_ = settings;
  settings.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  // read(2) returns what is available, without making the terminal non-blocking for other
  // processes.
  settings.c_cc[VMIN] = 0;
  settings.c_cc[VTIME] = 0;
  is_taking_ = ::tcsetattr(fd_, TCSANOW, &settings) == 0;
}

void Keyboard::suspend() {
  // In the background, the terminal belongs to another process group.
  if (before_ && is_in_foreground()) ::tcsetattr(fd_, TCSANOW, &*before_);
  before_.reset();
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
  if (!is_taking_) return false;
  pollfd source = {fd_, POLLIN, 0};
  if (::poll(&source, 1, 0) != 1) return false;
  // A terminal that was closed, or that may not be read now, would stay ready forever.
  is_taking_ = source.revents == POLLIN && is_in_foreground();
  return is_taking_;
}

}  // namespace isorun
