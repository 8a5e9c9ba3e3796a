// Copies and removes trees with system calls only; see steps.hpp.
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fcntl.h>

#include <sys/stat.h>

#include "base/raw.hpp"
#include "sandbox/entries.hpp"
#include "sandbox/steps.hpp"

namespace isorun {
namespace {

using raw::call;

long open_directory(int parent, const char* name) {
  return call(SYS_openat, parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
}

long copy_content(int source, int target, const char* name) {
  const long from = call(SYS_openat, source, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC, 0);
  if (from < 0) return from;
  long result =
      call(SYS_openat, target, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (result >= 0) {
    const long to = result;
    constexpr long piece = 1L << 30;
    do result = call(SYS_sendfile, to, from, nullptr, piece);
    while (result > 0);
    call(SYS_close, to);
  }
  call(SYS_close, from);
  return result;
}

long copy_symlink(int source, int target, const char* name) {
  char content[4096];
  const long size = call(SYS_readlinkat, source, name, content, sizeof content - 1);
  if (size < 0) return size;
  content[size] = '\0';
  return call(SYS_symlinkat, content, target, name);
}

long copy_directory(int source, int target, const char* name, Depth depth, const Scene& scene) {
  if (const long error = call(SYS_mkdirat, target, name, 0700)) return error;
  if (depth == Depth::files) return 0;
  const long from = open_directory(source, name);
  if (from < 0) return from;
  long result = open_directory(target, name);
  if (result >= 0) {
    const int to = static_cast<int>(result);
    result = copy_tree(static_cast<int>(from), to, depth, scene);
    call(SYS_close, to);
  }
  call(SYS_close, from);
  return result;
}

long copy_attributes(int target, const char* name, const struct stat& status, const Scene& scene) {
  if (scene.keep_owners) {
    if (const long error = change_owner(target, name, status)) return error;
  }
  if (!S_ISLNK(status.st_mode)) {
    if (const long error = call(SYS_fchmodat, target, name, status.st_mode & 07777)) return error;
  }
  const timespec times[2] = {status.st_atim, status.st_mtim};
  return call(SYS_utimensat, target, name, times, AT_SYMLINK_NOFOLLOW);
}

long copy_entry(int source, int target, const char* name, Depth depth, const Scene& scene) {
  struct stat status {};
  if (const long error = call(SYS_newfstatat, source, name, &status, AT_SYMLINK_NOFOLLOW))
    return error;
  if (status.st_ino == scene.left_out.st_ino && status.st_dev == scene.left_out.st_dev) return 0;
  long result = 0;
  switch (status.st_mode & S_IFMT) {
    case S_IFREG:
      result = copy_content(source, target, name);
      break;
    case S_IFLNK:
      result = copy_symlink(source, target, name);
      break;
    case S_IFDIR:
      result = copy_directory(source, target, name, depth, scene);
      break;
    case S_IFIFO:
      result = call(SYS_mknodat, target, name, S_IFIFO | 0600, 0);
      break;
    default:
      return 0;  // a socket's other end stays outside; devices cannot be made here
  }
  return result < 0 ? result : copy_attributes(target, name, status, scene);
}

long remove_entry(int directory, const char* name) {
  const long unlinked = call(SYS_unlinkat, directory, name, 0);
  if (unlinked != -EISDIR) return unlinked;
  call(SYS_fchmodat, directory, name, 0700);
  const long below = open_directory(directory, name);
  if (below < 0) return below;
  const long removed = remove_tree(static_cast<int>(below));
  call(SYS_close, below);
  return removed < 0 ? removed : call(SYS_unlinkat, directory, name, AT_REMOVEDIR);
}

}  // namespace

long copy_tree(int source, int target, Depth depth, const Scene& scene) {
  return for_each_entry(source, [&](const char* name) {
    const long error = copy_entry(source, target, name, depth, scene);
    return error == -ENOENT ? 0 : error;  // deleted since it was listed
  });
}

long remove_tree(int directory) {
  return for_each_entry(directory,
                        [directory](const char* name) { return remove_entry(directory, name); });
}

}  // namespace isorun
