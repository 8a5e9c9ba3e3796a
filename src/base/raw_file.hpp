// Descriptors and paths for raw system calls: nothing here allocates.
#pragma once

#include <climits>
#include <cstdint>
#include <cstring>

#include "base/raw.hpp"

namespace isorun {

// A path built without allocation; if too long, the system call fails with ENAMETOOLONG.
class Path {
 public:
  Path() { buffer_[0] = '\0'; }
  Path& text(const char* piece) { return part(piece, std::strlen(piece)); }
  Path& part(const char* piece, std::size_t size) {
    if (length_ + size < sizeof buffer_) {
      std::memcpy(buffer_ + length_, piece, size);
      buffer_[length_ + size] = '\0';
    }
    length_ += size;
    return *this;
  }
  Path& number(std::uint64_t value) {
    char digits[21];
    char* first = digits + sizeof digits - 1;
    *first = '\0';
    do *--first = static_cast<char>('0' + value % 10);
    while ((value /= 10) != 0);
    return text(first);
  }
  [[nodiscard]] const char* get() const { return length_ < sizeof buffer_ ? buffer_ : nullptr; }

 private:
  char buffer_[PATH_MAX];
  std::size_t length_ = 0;
};

// A file descriptor in this process's own table.
class RawFd {
 public:
  explicit RawFd(long fd) : fd_(fd) {}
  RawFd(const RawFd&) = delete;
  RawFd& operator=(const RawFd&) = delete;
  ~RawFd() {
    if (fd_ >= 0) raw::call(SYS_close, fd_);
  }
  [[nodiscard]] int get() const { return static_cast<int>(fd_); }
  [[nodiscard]] long error() const { return fd_ < 0 ? fd_ : 0; }

 private:
  long fd_;
};

}  // namespace isorun
