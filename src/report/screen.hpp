// Bytes to a file descriptor, without waiting for its reader. Failures go to streams.hpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/streams.hpp"

namespace isorun {

struct ScreenSize {
  std::size_t columns = 80;
  std::size_t rows = 24;
};

class Screen {
 public:
  explicit Screen(int fd) : fd_(fd) {}  // borrowed
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;
  ~Screen();

  // As it is now; the default where `fd` is no terminal.
  [[nodiscard]] ScreenSize size() const;

  // Whether everything has been written, so that what comes next may be as new as possible.
  [[nodiscard]] bool is_idle() const { return rest_.empty(); }

  // Writes what the reader takes now, and keeps the rest for the next call.
  void write(std::string_view text);

  // Waits until everything is written, or isorun is told to stop.
  void drain();

 private:
  void write_rest(Wait wait);

  int fd_;
  std::string rest_;
  bool is_closed_ = false;  // nobody reads any more
};

}  // namespace isorun
