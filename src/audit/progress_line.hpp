// How much of something has been done, for whoever waits at a terminal.
#pragma once

#include <cstddef>
#include <unistd.h>

#include <fmt/format.h>

#include "base/streams.hpp"

namespace isorun {

class ProgressLine {
 public:
  // `noun`: the plural of what is counted.
  ProgressLine(std::size_t all, const char* noun)
      : all_(all), noun_(noun), is_shown_(::isatty(STDERR_FILENO) == 1) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() {
    if (is_shown_) print_error("\r\x1b[K");
  }

  void count() {
    ++done_;
    if (is_shown_) print_error(fmt::format("\r\x1b[K{}/{} {}", done_, all_, noun_));
  }

 private:
  std::size_t all_;
  const char* noun_;
  std::size_t done_ = 0;
  bool is_shown_;
};

}  // namespace isorun
