#include "report/screen.hpp"

#include <cerrno>

#include <sys/ioctl.h>

namespace isorun {

Screen::~Screen() {
  if (!rest_.empty())
    note_failed_print(EINTR);  // the reader is stalled, and the user asked to stop
}

ScreenSize Screen::size() const {
  winsize size{};
  if (::ioctl(fd_, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_col, size.ws_row};
}

void Screen::write(std::string_view text) {
  if (is_closed_) return;
  rest_ += text;
  write_rest(Wait::no);
}

void Screen::drain() {
  write_rest(Wait::yes);
}

void Screen::write_rest(Wait wait) {
  const Written written = write_to(fd_, rest_, wait);
  rest_.erase(0, written.bytes);
  if (written.error == 0 || written.error == EINTR) return;
  note_failed_print(written.error);
  is_closed_ = true;
  rest_.clear();
}

}  // namespace isorun
