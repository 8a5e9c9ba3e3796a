#include "app/lock_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

#include "app/settings.hpp"

namespace legacy {
namespace {

constexpr std::chrono::milliseconds poll_interval{100};
std::chrono::milliseconds all_waits{};

bool create(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
  if (fd >= 0) {
    ::close(fd);
    return true;
  }
  if (errno == EEXIST) return false;
  throw std::system_error(errno, std::generic_category(), "creating " + path.string());
}

}  // namespace

LockFile::LockFile(std::filesystem::path path)
    : LockFile(std::move(path), Settings::get().lock_timeout) {}

LockFile::LockFile(std::filesystem::path path, std::chrono::milliseconds timeout)
    : path_(std::move(path)) {
  for (std::chrono::milliseconds waited{}; !create(path_); waited += poll_interval) {
    if (waited >= timeout) throw LockTimeout("lock timeout: " + path_.string());
    std::this_thread::sleep_for(poll_interval);
    all_waits += poll_interval;
  }
}

LockFile::~LockFile() {
  ::unlink(path_.c_str());
}

std::chrono::milliseconds LockFile::waited() {
  return all_waits;
}

}  // namespace legacy
