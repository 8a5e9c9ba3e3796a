// Bytes to a file descriptor, without waiting for its reader.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace isorun {

struct ScreenSize {
  std::size_t columns = 80;
  std::size_t rows = 24;
};

class Screen {
 public:
  explicit Screen(int fd) : fd_(fd) {}  // borrowed

  // As it is now; the default where `fd` is no terminal.
  [[nodiscard]] ScreenSize size() const;

  // Whether everything has been written, so that what comes next may be as new as possible.
  [[nodiscard]] bool is_idle() const { return rest_.empty(); }

  // Writes what the reader takes now, and keeps the rest for the next call.
  void write(std::string_view text);

  // Waits until everything is written.
  void drain();

 private:
  enum class Wait { no, yes };
  void write_rest(Wait wait);

  int fd_;
  std::string rest_;
  bool is_closed_ = false;  // nobody reads any more
};

}  // namespace isorun
