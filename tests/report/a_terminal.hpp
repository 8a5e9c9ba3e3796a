// A terminal that knows what stands on it.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <fcntl.h>
#include <pty.h>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include <sys/ioctl.h>

#include <isorun/unique_fd.hpp>

namespace isorun {

class ATerminal {
 public:
  ATerminal() {
    int master = -1;
    int slave = -1;
    winsize size = {.ws_row = 24, .ws_col = 80, .ws_xpixel = 0, .ws_ypixel = 0};
    if (::openpty(&master, &slave, nullptr, nullptr, &size) != 0) return;
    master_.reset(master);
    slave_.reset(slave);
    ::fcntl(master, F_SETFL, O_NONBLOCK);
  }

  [[nodiscard]] int fd() const { return slave_.get(); }

  // Returns what was written since, unchanged.
  std::string bytes() {
    std::string all;
    char part[4096];
    for (ssize_t count = 0; (count = ::read(master_.get(), part, sizeof part)) > 0;)
      all.append(part, static_cast<std::size_t>(count));
    show(all);
    return all;
  }

  // Every line since the beginning, as it stands.
  std::string text() {
    bytes();
    std::string all;
    for (const std::string& line : lines_) all += line + "\n";
    return all.substr(0, all.size() - 1);
  }

 private:
  // Knows what a live area needs of a terminal: new lines, and "\033[nA", "\r", "\033[J".
  void show(std::string_view text) {
    while (!text.empty()) {
      if (text.starts_with("\033[J")) {
        lines_.resize(row_ + 1);
        lines_[row_].resize(column_);
        text.remove_prefix(3);
      } else if (text.starts_with("\033[")) {
        std::size_t end = 2;
        std::size_t number = 0;
        while (std::isdigit(static_cast<unsigned char>(text[end])) != 0)
          number = number * 10 + static_cast<std::size_t>(text[end++] - '0');
        if (text[end] == 'A') row_ -= number;
        text.remove_prefix(end + 1);
      } else {
        put(text[0]);
        text.remove_prefix(1);
      }
    }
  }

  void put(char c) {
    if (c == '\r') {
      column_ = 0;
    } else if (c == '\n') {
      if (++row_ == lines_.size()) lines_.emplace_back();
    } else {
      lines_[row_].resize(std::max(column_ + 1, lines_[row_].size()), ' ');
      lines_[row_][column_++] = c;
    }
  }

  UniqueFd master_;
  UniqueFd slave_;
  std::vector<std::string> lines_{1};
  std::size_t row_ = 0;
  std::size_t column_ = 0;
};

}  // namespace isorun
