#include "sandbox/primitives.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>

#include <linux/mount.h>
#include <sys/mount.h>

namespace isorun {

using raw::call;

long open_path(const char* path) {
  return call(SYS_openat, AT_FDCWD, path, O_PATH | O_CLOEXEC, 0);
}

long move_mount_to(int tree, const char* target) {
  return call(SYS_move_mount, tree, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH);
}

long clone_tree(const char* source, unsigned extra) {
  return call(SYS_open_tree, AT_FDCWD, source, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | extra);
}

long set_attributes(int directory, const char* path, unsigned flags, std::uint64_t set,
                    std::uint64_t propagation) {
  mount_attr attributes{};
  attributes.attr_set = set;
  attributes.propagation = propagation;
  return call(SYS_mount_setattr, directory, path, flags, &attributes, sizeof attributes);
}

namespace {

// The context's descriptor returns the kernel's error message (fsconfig(2)).
void read_message(int context, Message& message) {
  const long size = call(SYS_read, context, message.data(), message.size() - 1);
  message[size > 0 ? static_cast<std::size_t>(size) : 0] = '\0';
}

long try_new_filesystem(std::span<const Option> options, int context) {
  for (const Option& option : options) {
    const unsigned command = option.value == nullptr ? FSCONFIG_SET_FLAG : FSCONFIG_SET_STRING;
    const long error = call(SYS_fsconfig, context, command, option.key, option.value, 0);
    if (error != 0) return error;
  }
  return call(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, nullptr, nullptr, 0);
}

}  // namespace

// One mount(2) call costs much less than the roughly nine calls of a file system context but
// explains less when it fails; then the context is used to find the reason.
long mount_filesystem(const char* type, std::span<const Option> options, unsigned long flags,
                      const char* target, Message& message) {
  Path words;
  for (const Option& option : options) {
    if (&option != options.data()) words.text(",");
    words.text(option.key);
    if (option.value != nullptr) words.text("=").text(option.value);
  }
  const long result = call(SYS_mount, "isorun", target, type, flags, words.get());
  if (result < 0) {
    const RawFd context(call(SYS_fsopen, type, FSOPEN_CLOEXEC));
    const long again = try_new_filesystem(options, context.get());
    if (again < 0) read_message(context.get(), message);
  }
  return result;
}

long mount_tmpfs(std::uint64_t size, const char* target, Message& message) {
  // Even an empty file takes about 1 KiB. Limits inodes in proportion to the size, as the kernel
  // does by default (tmpfs(5)), but leaves enough for a directory tree.
  constexpr std::uint64_t least = 8192;
  Path bytes;
  bytes.number(size);
  Path inodes;
  inodes.number(std::max(size / 4096, least));
  const Option options[] = {{"mode", "0700"}, {"size", bytes.get()}, {"nr_inodes", inodes.get()}};
  return mount_filesystem("tmpfs", std::span(options, size == 0 ? 1 : 3), MS_NOSUID | MS_NODEV,
                          target, message);
}

namespace {

// mkdir -p; `last` creates the last component.
template <class Last>
long with_parents(const char* target, Last last) {
  char path[PATH_MAX];
  const std::size_t size = std::strlen(target);
  if (size >= sizeof path) return -ENAMETOOLONG;
  std::memcpy(path, target, size + 1);
  for (char* slash = std::strchr(path + 1, '/'); slash != nullptr;
       slash = std::strchr(slash + 1, '/')) {
    *slash = '\0';
    const long made = call(SYS_mkdirat, AT_FDCWD, path, 0755);
    if (made < 0 && made != -EEXIST && made != -EROFS) return made;
    *slash = '/';
  }
  const long made = last(path);
  return made == -EEXIST ? 0 : made;
}

}  // namespace

long change_owner(int directory, const char* name, const struct stat& like) {
  const long changed = call(SYS_fchownat, directory, name, like.st_uid, like.st_gid,
                            AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH);
  return changed == -EINVAL ? 0 : changed;
}

long make_directory(const char* target, unsigned mode) {
  return with_parents(target,
                      [mode](const char* path) { return call(SYS_mkdirat, AT_FDCWD, path, mode); });
}

long make_file(const char* target, const char* content) {
  return with_parents(target, [content](const char* path) mutable -> long {
    const RawFd file(
        call(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (file.error() != 0) return file.error();
    for (std::size_t rest = std::strlen(content); rest > 0;) {
      const long written = call(SYS_write, file.get(), content, rest);
      if (written < 0) return written;
      content += written;
      rest -= static_cast<std::size_t>(written);
    }
    return 0;
  });
}

long make_symlink(const char* content, const char* target) {
  return with_parents(
      target, [content](const char* path) { return call(SYS_symlinkat, content, AT_FDCWD, path); });
}

}  // namespace isorun
