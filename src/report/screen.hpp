// Writes to a file descriptor without blocking on its reader. Failures go to streams.hpp.
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

  // The current size; the default if `fd` is not a terminal.
  [[nodiscard]] ScreenSize size() const;

  // Whether everything has been written; otherwise, delay what would soon be outdated.
  [[nodiscard]] bool is_idle() const { return rest_.empty(); }

  // Writes what the reader accepts now and buffers the rest.
  void write(std::string_view text);

  // Waits until everything is written or isorun must stop.
  void drain();

 private:
  void write_rest(Wait wait);

  int fd_;
  std::string rest_;
  bool is_closed_ = false;  // the reader is gone
};

}  // namespace isorun
