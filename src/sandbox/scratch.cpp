#include "sandbox/scratch.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <time.h>

#include <sys/file.h>
#include <sys/stat.h>

#include "base/raw.hpp"
#include "sandbox/entries.hpp"
#include "sandbox/primitives.hpp"
#include "sandbox/steps.hpp"

namespace isorun {
namespace {

using raw::call;

constexpr std::string_view prefix = "isorun.scratch.";
constexpr std::size_t digit_count = 16;

// Nothing else in a directory that may be anybody's looks like this.
bool is_run_directory(const char* name) {
  return std::strncmp(name, prefix.data(), prefix.size()) == 0 &&
         std::strlen(name) == prefix.size() + digit_count &&
         std::strspn(name + prefix.size(), "0123456789abcdef") == digit_count;
}

long make_name(RunName& name) {
  std::uint64_t number = 0;
  if (const long size = call(SYS_getrandom, &number, sizeof number, 0); size < 0) return size;
  std::memcpy(name.data(), prefix.data(), prefix.size());
  for (std::size_t i = 0; i < digit_count; ++i, number >>= 4)
    name[prefix.size() + i] = "0123456789abcdef"[number & 15];
  return 0;
}

long open_at(int directory, const char* name) {
  return call(SYS_openat, directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
}

// Nobody else's: whoever may rename directories during the walk could lead it elsewhere.
bool is_own(int fd) {
  struct stat status {};
  return call(SYS_fstat, fd, &status) == 0 && status.st_uid == call(SYS_geteuid) &&
         (status.st_mode & 0077) == 0;
}

long lock(int fd, int unless_locked) {
  return call(SYS_flock, fd, LOCK_EX | unless_locked);
}

bool has_name(int parent, const char* name, int fd) {
  struct stat named {};
  struct stat opened {};
  return call(SYS_newfstatat, parent, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
         call(SYS_fstat, fd, &opened) == 0 && named.st_dev == opened.st_dev &&
         named.st_ino == opened.st_ino;
}

// A pid 1 that was killed gives the lock up before the kernel has ended the last process of its
// namespace (do_exit: exit_files, then zap_pid_ns_processes), which may still write.
long remove(int disk, const char* name, int fd) {
  constexpr int most_tries = 100;
  constexpr timespec moment = {0, 10'000'000};
  for (int tries = 0;; ++tries) {
    call(SYS_lseek, fd, 0, SEEK_SET);
    const long emptied = remove_tree(fd);
    const long removed = call(SYS_unlinkat, disk, name, AT_REMOVEDIR);
    const bool is_busy = emptied == -ENOTEMPTY || (emptied == 0 && removed == -ENOTEMPTY);
    if (!is_busy || tries == most_tries) return removed;
    call(SYS_nanosleep, &moment, nullptr);
  }
}

void remove_if_dead(int disk, const char* name, int unless_locked) {
  const RawFd run(open_at(disk, name));
  if (run.error() == 0 && is_own(run.get()) && lock(run.get(), unless_locked) == 0)
    remove(disk, name, run.get());
}

void remove_dead(int disk, const RunName& dying) {
  for_each_entry(disk, [&](const char* name) {
    const bool is_dying = std::strcmp(name, dying.data()) == 0;
    if (is_run_directory(name)) remove_if_dead(disk, name, is_dying ? 0 : LOCK_NB);
    return 0L;
  });
}

// Somebody who looks for dead runs may come between the making and the lock.
long make_locked(int disk, RunDirectory& run) {
  for (;;) {
    if (const long error = make_name(run.name)) return error;
    const char* name = run.name.data();
    const long made = call(SYS_mkdirat, disk, name, 0700);
    if (made == -EEXIST) continue;
    if (made < 0) return made;
    const long fd = open_at(disk, name);
    if (fd == -ENOENT) continue;
    if (fd < 0) return fd;
    run.fd = static_cast<int>(fd);
    const long locked = lock(run.fd, LOCK_NB);
    if (locked == 0 && has_name(disk, name, run.fd)) return 0;
    call(SYS_close, fd);
    if (locked < 0 && locked != -EWOULDBLOCK) return locked;
  }
}

}  // namespace

long open_run_directory(const char* disk, const RunName& dying, RunDirectory& run) {
  const RawFd directory(call(SYS_openat, AT_FDCWD, disk, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (directory.error() != 0) return directory.error();
  remove_dead(directory.get(), dying);
  return make_locked(directory.get(), run);
}

void remove_run_directory(const char* disk, const RunDirectory& run) {
  const RawFd directory(call(SYS_openat, AT_FDCWD, disk, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (directory.error() == 0) remove(directory.get(), run.name.data(), run.fd);
}

}  // namespace isorun
