#include "results/results_lock.hpp"

#include <cerrno>
#include <expected>
#include <fcntl.h>

#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace isorun {
namespace {

std::unexpected<Error> fail(const std::string& path, int code, const std::string& remedy) {
  if (code != EWOULDBLOCK)
    return std::unexpected(Error{Phase::usage, code, fmt::format("locking {}", path)});
  return std::unexpected(
      Error{Phase::usage, 0, fmt::format("cannot lock {}: another run is using it", path), remedy});
}

bool lock(int file, int how) {
  int result = 0;
  do result = ::flock(file, how | LOCK_NB);
  while (result != 0 && errno == EINTR);
  return result == 0;
}

// Whether its holder removed the directory before the lock was obtained.
bool is_removed(int file) {
  struct stat status {};
  return ::fstat(file, &status) == 0 && status.st_nlink == 0;
}

}  // namespace

// A separate file: NFS only locks files open for writing, which a directory cannot be.
Result<ResultsLock> ResultsLock::to_write(int directory, const std::string& path,
                                          const std::string& remedy) {
  constexpr int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  UniqueFd file;
  do {
    file.reset(::openat(directory, name, flags, 0666));
    if (!file || !lock(file.get(), LOCK_EX)) return fail(path, errno, remedy);
  } while (is_removed(file.get()));
  return ResultsLock(std::move(file));
}

Result<ResultsLock> ResultsLock::to_read(int directory, const std::string& path) {
  constexpr int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  UniqueFd file(::openat(directory, name, flags));
  if (!file) return ResultsLock();
  if (!lock(file.get(), LOCK_SH)) return fail(path, errno, "wait until it ends");
  return ResultsLock(std::move(file));
}

}  // namespace isorun
