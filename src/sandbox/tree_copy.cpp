// Copies trees with system calls only; see steps.hpp.
#include <cerrno>
#include <cstdint>
#include <fcntl.h>

#include <sys/stat.h>

#include "base/descent.hpp"
#include "base/raw_file.hpp"
#include "base/sparse_copy.hpp"
#include "base/tree_removal.hpp"
#include "sandbox/steps.hpp"

namespace isorun {
namespace {

using raw::call;

long copy_content(int source, int target, const char* name) {
  const RawFd from(call(SYS_openat, source, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC, 0));
  if (from.error() != 0) return from.error();
  struct stat status {};
  if (const long error = call(SYS_newfstatat, from.get(), "", &status, AT_EMPTY_PATH)) return error;
  const RawFd to(
      call(SYS_openat, target, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (to.error() != 0) return to.error();
  return raw::copy_sparse(from.get(), to.get(), status.st_size);
}

long copy_symlink(int source, int target, const char* name) {
  char content[4096];
  const long size = call(SYS_readlinkat, source, name, content, sizeof content - 1);
  if (size < 0) return size;
  content[size] = '\0';
  return call(SYS_symlinkat, content, target, name);
}

// Remembers copied files that have several names, by links named after the inode, in a directory
// beside the copies. Needs no memory and no paths, however many or deep they are.
class Links {
 public:
  explicit Links(int home) : home_(home) {}

  // Creates another name for the copy of a file; ENOENT if it was not copied yet.
  long link(const struct stat& file, int target, const char* name) {
    if (file.st_nlink < 2 || directory_ < 0) return -ENOENT;
    const long linked = call(SYS_linkat, directory_, name_of(file).get(), target, name, 0);
    if (linked != -EMLINK) return linked;
    call(SYS_unlinkat, directory_, name_of(file).get(), 0);
    return -ENOENT;  // the next copy gets the following names
  }

  // Remembers the copy of a file. On a file system without links, each name gets its own copy.
  long add(const struct stat& file, int target, const char* name) {
    if (file.st_nlink < 2) return 0;
    if (const long error = open()) return error;
    const long linked = call(SYS_linkat, target, name, directory_, name_of(file).get(), 0);
    return linked == -EPERM || linked == -EMLINK ? 0 : linked;
  }

  // Removes all links.
  long remove(Levels& levels) {
    if (directory_ < 0) return 0;
    call(SYS_close, directory_);
    directory_ = -1;
    return raw::remove_tree(home_, place, levels).error;
  }

 private:
  static constexpr const char* place = "links";

  long open() {
    if (directory_ >= 0) return 0;
    if (const long error = call(SYS_mkdirat, home_, place, 0700)) return error;
    const long opened =
        call(SYS_openat, home_, place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
    if (opened < 0) return opened;
    directory_ = static_cast<int>(opened);
    return 0;
  }

  static Path name_of(const struct stat& file) {
    Path name;
    name.number(file.st_dev).text(".").number(file.st_ino);
    return name;
  }

  int home_;
  int directory_ = -1;
};

class TreeCopy {
 public:
  TreeCopy(int source, int target, Depth depth, const Scene& scene)
      : depth_(depth),
        scene_(scene),
        links_(scene.layer >= 0 ? scene.layer : AT_FDCWD),
        source_(source, scene.memory->sources),
        target_(target, scene.memory->targets) {}

  long run() {
    const long copied = copy_all();
    const long removed = links_.remove(scene_.memory->sources);
    return copied < 0 ? copied : removed;
  }

 private:
  long copy_all() {
    for (;;) {
      if (const char* name = reader_.next()) {
        const long error = copy_entry(name);
        if (error < 0 && error != -ENOENT) return error;  // ENOENT: deleted since it was listed
        continue;
      }
      if (reader_.error() != 0) return reader_.error();
      if (source_.depth() == 0) return 0;
      if (const long error = leave_directory()) return error;
    }
  }

  long copy_entry(const char* name) {
    const int from = source_.directory();
    const int to = target_.directory();
    struct stat status {};
    if (const long error = call(SYS_newfstatat, from, name, &status, AT_SYMLINK_NOFOLLOW))
      return error;
    const struct stat& out = scene_.left_out;
    if (status.st_ino == out.st_ino && status.st_dev == out.st_dev) return 0;
    switch (status.st_mode & S_IFMT) {
      case S_IFREG:
        return copy_file(status, name);
      case S_IFDIR:
        return copy_directory(status, name);
      case S_IFLNK:
        return finish(copy_symlink(from, to, name), name, status);
      case S_IFIFO:
        return finish(call(SYS_mknodat, to, name, S_IFIFO | 0600, 0), name, status);
      default:
        return 0;  // a socket is useless without its listener; devices cannot be created here
    }
  }

  long copy_file(const struct stat& status, const char* name) {
    const int to = target_.directory();
    const long linked = links_.link(status, to, name);
    if (linked != -ENOENT) return linked;
    const long copied = finish(copy_content(source_.directory(), to, name), name, status);
    return copied < 0 ? copied : links_.add(status, to, name);
  }

  // Enters it; sets its attributes after its entries were copied.
  long copy_directory(const struct stat& status, const char* name) {
    if (const long error = call(SYS_mkdirat, target_.directory(), name, 0700)) return error;
    if (depth_ == Depth::files) return finish(0, name, status);
    if (const long error = source_.enter(name)) return error;
    const long entered = target_.enter(name);
    return entered == -ENOENT ? -EIO : entered;
  }

  long leave_directory() {
    struct stat status {};
    if (const long error = call(SYS_newfstatat, source_.directory(), "", &status, AT_EMPTY_PATH))
      return error;
    if (const long error = source_.leave()) return error;
    long result = 0;
    const long left =
        target_.leave([&](int directory) { result = copy_attributes(directory, status); });
    return left < 0 ? left : result;
  }

  // The attributes of an open directory.
  long copy_attributes(int target, const struct stat& status) const {
    if (scene_.keep_owners) {
      if (const long error = change_owner(target, "", status)) return error;
    }
    if (const long error = call(SYS_fchmod, target, status.st_mode & 07777)) return error;
    const timespec times[2] = {status.st_atim, status.st_mtim};
    return call(SYS_utimensat, target, nullptr, times, 0);
  }

  // Copies the attributes of the source.
  long finish(long made, const char* name, const struct stat& status) const {
    if (made < 0) return made;
    const int target = target_.directory();
    if (scene_.keep_owners) {
      if (const long error = change_owner(target, name, status)) return error;
    }
    if (!S_ISLNK(status.st_mode)) {
      if (const long error = call(SYS_fchmodat, target, name, status.st_mode & 07777)) return error;
    }
    const timespec times[2] = {status.st_atim, status.st_mtim};
    return call(SYS_utimensat, target, name, times, AT_SYMLINK_NOFOLLOW);
  }

  const Depth depth_;
  const Scene& scene_;
  Links links_;
  Descent source_;
  Descent target_;
  EntryReader reader_{source_};
};

}  // namespace

long copy_tree(int source, int target, Depth depth, const Scene& scene) {
  return TreeCopy(source, target, depth, scene).run();
}

}  // namespace isorun
