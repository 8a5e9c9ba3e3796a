// Changes the root directory. Part of the steps: system calls only.
#include <cerrno>
#include <fcntl.h>
#include <sched.h>

#include <sys/mount.h>
#include <sys/stat.h>

#include "base/raw.hpp"
#include "sandbox/primitives.hpp"
#include "sandbox/steps.hpp"

namespace isorun {

using raw::call;

namespace {

bool is_root(int directory) {
  struct statx here {};
  struct statx root {};
  constexpr unsigned wanted = STATX_INO | STATX_MNT_ID;
  if (call(SYS_statx, directory, "", AT_EMPTY_PATH, wanted, &here) != 0) return true;
  if (call(SYS_statx, AT_FDCWD, "/", 0, wanted, &root) != 0) return true;
  return here.stx_ino == root.stx_ino && here.stx_mnt_id == root.stx_mnt_id;
}

}  // namespace

long set_up_workshop(const char* spot, Scene& scene) {
  if (const long error = mount_tmpfs(0, spot, scene.message)) return error;
  if (const long error = call(SYS_chdir, spot)) return error;
  if (const long error = call(SYS_fchmodat, AT_FDCWD, ".", 0755)) return error;
  if (const long error = call(SYS_mkdirat, AT_FDCWD, "host", 0755)) return error;
  if (const long error = call(SYS_pivot_root, ".", "host")) return error;
  if (const long error = call(SYS_chdir, "/")) return error;
  return make_directory("layer", 0700);
}

long stack_on_root(int tree) {
  const RawFd workshop(open_path("."));
  if (workshop.error() != 0) return workshop.error();
  if (const long error = move_mount_to(tree, "/")) return error;
  if (const long error = call(SYS_fchdir, tree)) return error;
  if (const long error = call(SYS_chroot, ".")) return error;
  return call(SYS_fchdir, workshop.get());
}

long enter_root(const char* source) {
  const RawFd root(open_path(source));
  return root.error() != 0 ? root.error() : stack_on_root(root.get());
}

long enter_mount_namespace() {
  if (const long error = call(SYS_unshare, CLONE_NEWNS)) return error;
  const RawFd own(open_path("/"));
  if (own.error() != 0) return own.error();
  const RawFd self(call(SYS_openat, AT_FDCWD, "/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC, 0));
  if (self.error() != 0 || call(SYS_setns, self.get(), CLONE_NEWNS) != 0 || is_root(own.get()))
    return 0;
  // The host must not see it.
  if (const long error = set_attributes(AT_FDCWD, "/", AT_RECURSIVE, 0, MS_PRIVATE)) return error;
  const RawFd tree(call(SYS_open_tree, own.get(), "",
                        OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | AT_RECURSIVE));
  if (tree.error() != 0) return tree.error();
  if (const long error = stack_on_root(tree.get())) return error;
  return call(SYS_chdir, "/");
}

}  // namespace isorun
