// A `.lock` file: whoever creates it has the lock, everyone else looks again each 0.1 s.
#pragma once

#include <chrono>
#include <filesystem>
#include <stdexcept>

namespace legacy {

struct LockTimeout : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class LockFile {
 public:
  // Throws LockTimeout after `timeout`, std::system_error when the file cannot be created at all.
  explicit LockFile(std::filesystem::path path);
  LockFile(std::filesystem::path path, std::chrono::milliseconds timeout);
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;
  ~LockFile();

  static std::chrono::milliseconds waited();  // by this process, for all locks together

 private:
  std::filesystem::path path_;
};

}  // namespace legacy
