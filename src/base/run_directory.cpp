#include "base/run_directory.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <time.h>

#include <sys/file.h>
#include <sys/stat.h>

#include "base/entries.hpp"
#include "base/raw_file.hpp"

namespace isorun {
namespace {

using raw::call;

constexpr std::size_t digit_count = 16;

// A name that nothing else in a shared directory is likely to have.
bool is_run_directory(const char* name, const char* prefix) {
  const std::size_t size = std::strlen(prefix);
  return std::strncmp(name, prefix, size) == 0 && std::strlen(name) == size + digit_count &&
         std::strspn(name + size, "0123456789abcdef") == digit_count;
}

long make_name(const char* prefix, RunName& name) {
  std::uint64_t number = 0;
  if (const long size = call(SYS_getrandom, &number, sizeof number, 0); size < 0) return size;
  const std::size_t size = std::strlen(prefix);
  name = {};
  std::memcpy(name.data(), prefix, size);
  for (std::size_t i = 0; i < digit_count; ++i, number >>= 4)
    name[size + i] = "0123456789abcdef"[number & 15];
  return 0;
}

long open_at(int directory, const char* name) {
  return call(SYS_openat, directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
}

// It must belong to us: another owner could redirect the walk by renaming directories.
bool is_own(int fd) {
  struct stat status {};
  return call(SYS_fstat, fd, &status) == 0 && status.st_uid == call(SYS_geteuid) &&
         (status.st_mode & 0077) == 0;
}

long lock(int fd, int unless_locked) {
  return call(SYS_flock, fd, LOCK_EX | unless_locked);
}

// 0 if the name is that of the open directory, -ENOENT if it no longer is.
long check_name(int parent, const char* name, int fd) {
  struct stat named {};
  struct stat opened {};
  if (const long error = call(SYS_newfstatat, parent, name, &named, AT_SYMLINK_NOFOLLOW))
    return error;
  if (const long error = call(SYS_fstat, fd, &opened)) return error;
  return named.st_dev == opened.st_dev && named.st_ino == opened.st_ino ? 0 : -ENOENT;
}

// A killed pid 1 releases the lock before the kernel has ended the last process of its namespace
// (do_exit: exit_files, then zap_pid_ns_processes), which may still write.
Leftover remove(int place, const char* name, int fd, Levels& levels) {
  constexpr int most_tries = 100;
  constexpr timespec moment = {0, 10'000'000};
  for (int tries = 0;; ++tries) {
    call(SYS_lseek, fd, 0, SEEK_SET);
    Leftover left = raw::empty_directory(fd, levels);
    const long removed = call(SYS_unlinkat, place, name, AT_REMOVEDIR);
    if (removed == 0) return {};
    if (left.error == 0) left.error = removed;
    if (left.error != -ENOTEMPTY || tries == most_tries) return left;
    call(SYS_nanosleep, &moment, nullptr);
  }
}

void remove_if_dead(int place, const char* name, int unless_locked, Levels& levels) {
  const RawFd run(open_at(place, name));
  if (run.error() == 0 && is_own(run.get()) && lock(run.get(), unless_locked) == 0)
    remove(place, name, run.get(), levels);
}

void remove_dead(int place, const char* prefix, const RunName& dying, Levels& levels) {
  // only for its current directory; the levels remain free for the removal
  Descent way(place, levels);
  EntryReader reader(way);
  while (const char* name = reader.next()) {
    const bool is_dying = std::strcmp(name, dying.data()) == 0;
    if (is_run_directory(name, prefix)) remove_if_dead(place, name, is_dying ? 0 : LOCK_NB, levels);
  }
}

// Opens the directory of that name and locks it.
long open_locked(int place, RunDirectory& run) {
  const long fd = open_at(place, run.name.data());
  if (fd < 0) return fd;
  long error = lock(static_cast<int>(fd), LOCK_NB);
  if (error == 0) error = check_name(place, run.name.data(), static_cast<int>(fd));
  if (error == 0)
    run.fd = static_cast<int>(fd);
  else
    call(SYS_close, fd);
  return error;
}

// Another process looking for dead runs may find it before it is locked, and remove it.
long make_locked(int place, const char* prefix, RunDirectory& run) {
  long error = -ENOENT;
  while (error == -ENOENT || error == -EWOULDBLOCK) {
    if (const long failed = make_name(prefix, run.name)) return failed;
    if (const long failed = call(SYS_mkdirat, place, run.name.data(), 0700)) return failed;
    error = open_locked(place, run);
  }
  if (error != 0) call(SYS_unlinkat, place, run.name.data(), AT_REMOVEDIR);
  return error;
}

}  // namespace

long open_run_directory(const char* place, const char* prefix, const RunName& dying,
                        RunDirectory& run, Levels& levels) {
  const RawFd directory(call(SYS_openat, AT_FDCWD, place, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (directory.error() != 0) return directory.error();
  remove_dead(directory.get(), prefix, dying, levels);
  return make_locked(directory.get(), prefix, run);
}

Leftover remove_run_directory(const char* place, const RunDirectory& run, Levels& levels) {
  const RawFd directory(call(SYS_openat, AT_FDCWD, place, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (directory.error() != 0) return {.error = directory.error()};
  Leftover left = remove(directory.get(), run.name.data(), run.fd, levels);
  Path path;
  path.text(run.name.data()).text("/").text(left.path.data());
  std::memcpy(left.path.data(), path.get(), left.path.size() - 1);
  return left;
}

}  // namespace isorun
