// A log that grows.
#pragma once

#include <cstdio>
#include <string_view>

namespace isorun {

class ALog {
 public:
  ALog() : file_(std::tmpfile()) {}
  ALog(const ALog&) = delete;
  ALog& operator=(const ALog&) = delete;
  ~ALog() { std::fclose(file_); }

  [[nodiscard]] int fd() const { return fileno(file_); }

  void add(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), file_);
    std::fflush(file_);
  }

 private:
  std::FILE* file_;
};

}  // namespace isorun
