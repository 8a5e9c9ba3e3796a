#include "sandbox/steps.hpp"

#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <sched.h>

#include <linux/mount.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "base/raw.hpp"

namespace isorun {
namespace {

using raw::call;

// A path built without allocation; too long a one is ENAMETOOLONG at the system call.
class Path {
 public:
  Path() { buffer_[0] = '\0'; }
  Path& text(const char* piece) {
    const std::size_t size = std::strlen(piece);
    if (length_ + size < sizeof buffer_) std::memcpy(buffer_ + length_, piece, size + 1);
    length_ += size;
    return *this;
  }
  Path& number(std::uint64_t value) {
    char digits[21];
    char* first = digits + sizeof digits - 1;
    *first = '\0';
    do *--first = static_cast<char>('0' + value % 10);
    while ((value /= 10) != 0);
    return text(first);
  }
  [[nodiscard]] const char* get() const { return length_ < sizeof buffer_ ? buffer_ : nullptr; }

 private:
  char buffer_[PATH_MAX];
  std::size_t length_ = 0;
};

// A file descriptor of this process's own table.
class RawFd {
 public:
  explicit RawFd(long fd) : fd_(fd) {}
  RawFd(const RawFd&) = delete;
  RawFd& operator=(const RawFd&) = delete;
  ~RawFd() {
    if (fd_ >= 0) call(SYS_close, fd_);
  }
  [[nodiscard]] int get() const { return static_cast<int>(fd_); }
  [[nodiscard]] long error() const { return fd_ < 0 ? fd_ : 0; }

 private:
  long fd_;
};

long open_path(const char* path) {
  return call(SYS_openat, AT_FDCWD, path, O_PATH | O_CLOEXEC, 0);
}

long move_mount_to(int tree, const char* target) {
  return call(SYS_move_mount, tree, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH);
}

long attach(int& tree, const char* target) {
  const long result = move_mount_to(tree, target);
  call(SYS_close, tree);
  tree = -1;
  return result;
}

long keep_tree(const Step& step, Scene& scene, long fd) {
  if (fd < 0) return fd;
  scene.trees[static_cast<std::size_t>(step.tree)] = static_cast<int>(fd);
  return 0;
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

// New file systems
// ----------------------------------------------------------------------------------------------------

struct Option {
  const char* key;
  const char* value;  // null: a flag
};

// The context's file descriptor tells in words what the kernel disliked (D: fsconfig(2)).
void read_message(int context, Scene& scene) {
  const long size = call(SYS_read, context, scene.message.data(), scene.message.size() - 1);
  scene.message[size > 0 ? static_cast<std::size_t>(size) : 0] = '\0';
}

long new_filesystem(const char* type, std::span<const Option> options, unsigned attributes,
                    Scene& scene) {
  const RawFd context(call(SYS_fsopen, type, FSOPEN_CLOEXEC));
  if (context.error() != 0) return context.error();
  long result = 0;
  for (const Option& option : options) {
    const unsigned command = option.value == nullptr ? FSCONFIG_SET_FLAG : FSCONFIG_SET_STRING;
    if (result == 0)
      result = call(SYS_fsconfig, context.get(), command, option.key, option.value, 0);
  }
  if (result == 0)
    result = call(SYS_fsconfig, context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0);
  if (result == 0) result = call(SYS_fsmount, context.get(), FSMOUNT_CLOEXEC, attributes);
  if (result < 0) read_message(context.get(), scene);
  return result;
}

long new_tmpfs(std::uint64_t size, Scene& scene) {
  Path bytes;
  bytes.number(size);
  const Option options[] = {{"mode", "0700"}, {"size", bytes.get()}};
  return new_filesystem("tmpfs", std::span(options, size == 0 ? 1 : 2),
                        MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, scene);
}

// Directories
// ---------------------------------------------------------------------------------------------------------

// mkdir -p; `visit` for the last component.
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

// A directory of the layer with mode and owner of the host's, so that the command sees no
// difference.
long make_like(const Scene& scene, const char* path, const struct stat& like) {
  long made = call(SYS_mkdirat, scene.layer, path, 0700);
  if (made == 0) made = call(SYS_fchmodat, scene.layer, path, like.st_mode & 07777);
  if (made == 0 && scene.keep_owners) {
    made = call(SYS_fchownat, scene.layer, path, like.st_uid, like.st_gid, AT_SYMLINK_NOFOLLOW);
  }
  return made;
}

Path of_part(const char* prefix, int part, const char* suffix) {
  Path path;
  path.text(prefix).number(static_cast<std::uint64_t>(part)).text(suffix);
  return path;
}

// Verbs
// ---------------------------------------------------------------------------------------------------------------

long set_up_workshop(const char* spot, Scene& scene) {
  const RawFd workshop(new_tmpfs(0, scene));
  if (workshop.error() != 0) return workshop.error();
  if (const long error = move_mount_to(workshop.get(), spot)) return error;
  if (const long error = call(SYS_chdir, spot)) return error;
  if (const long error = call(SYS_fchmodat, AT_FDCWD, ".", 0755)) return error;
  if (const long error = call(SYS_mkdirat, AT_FDCWD, "host", 0755)) return error;
  if (const long error = call(SYS_pivot_root, ".", "host")) return error;
  if (const long error = call(SYS_chdir, "/")) return error;
  return make_directory("layer", 0700);
}

// Makes a mount the root directory by stacking it on the namespace's root, as switch_root(8) does.
// A chroot below would forbid the command user namespaces of its own (user_namespaces(7): EPERM;
// current_chrooted in fs/namespace.c).
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

long clone_mount(const char* source, const char* target) {
  const RawFd clone(clone_tree(source, 0));
  return clone.error() != 0 ? clone.error() : move_mount_to(clone.get(), target);
}

long copy_files(const char* source, const char* target, const Scene& scene) {
  const RawFd from(call(SYS_openat, AT_FDCWD, source, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (from.error() != 0) return from.error();
  const RawFd to(call(SYS_openat, AT_FDCWD, target, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  return to.error() != 0 ? to.error() : copy_tree(from.get(), to.get(), Depth::files, scene);
}

long make_layer(const Step& step, Scene& scene) {
  if (step.source.empty()) {
    const RawFd tmpfs(new_tmpfs(step.size, scene));
    if (tmpfs.error() != 0) return tmpfs.error();
    if (const long error = move_mount_to(tmpfs.get(), "layer")) return error;
  } else {
    Path place;
    place.text(step.source.c_str()).text("/").number(scene.shard);
    if (const long error = make_directory(place.get(), 0700)) return error;
    const RawFd clone(clone_tree(place.get(), 0));
    if (clone.error() != 0) return clone.error();
    if (const long error = move_mount_to(clone.get(), "layer")) return error;
  }
  const long layer = call(SYS_openat, AT_FDCWD, "layer", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (layer < 0) return layer;
  scene.layer = static_cast<int>(layer);
  return 0;
}

long make_overlay(const Step& step, Scene& scene) {
  const RawFd lower(open_path(step.source.c_str()));
  if (lower.error() != 0) return lower.error();
  struct stat status {};
  if (const long error = call(SYS_newfstatat, lower.get(), "", &status, AT_EMPTY_PATH))
    return error;
  if (const long error = call(SYS_mkdirat, scene.layer, of_part("", step.part, "").get(), 0700))
    return error;
  if (const long error = make_like(scene, of_part("", step.part, "/upper").get(), status))
    return error;
  if (const long error =
          call(SYS_mkdirat, scene.layer, of_part("", step.part, "/work").get(), 0700))
    return error;
  // By number: a name may hold what the option's syntax reads otherwise, or be longer than
  // fsconfig(2) takes.
  const Path lower_path = of_part("/proc/self/fd/", lower.get(), "");
  const Path upper = of_part("layer/", step.part, "/upper");
  const Path work = of_part("layer/", step.part, "/work");
  const Option options[] = {{"lowerdir", lower_path.get()},
                            {"upperdir", upper.get()},
                            {"workdir", work.get()},
                            {"userxattr", nullptr}};
  return keep_tree(step, scene,
                   new_filesystem("overlay", options, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, scene));
}

long make_whole_directory(const Step& step, Scene& scene) {
  if (const long error = call(SYS_mkdirat, scene.layer, of_part("", step.part, "").get(), 0700))
    return error;
  struct stat like {};
  if (step.source.empty())
    return call(SYS_mkdirat, scene.layer, of_part("", step.part, "/tree").get(), step.mode);
  if (const long error = call(SYS_newfstatat, AT_FDCWD, step.source.c_str(), &like, 0))
    return error;
  return make_like(scene, of_part("", step.part, "/tree").get(), like);
}

long make_whole(const Step& step, Scene& scene) {
  if (const long error = make_whole_directory(step, scene)) return error;
  return keep_tree(step, scene, clone_tree(of_part("layer/", step.part, "/tree").get(), 0));
}

long make_copy(const Step& step, Scene& scene) {
  if (const long error = make_whole_directory(step, scene)) return error;
  const Path tree = of_part("", step.part, "/tree");
  const RawFd from(
      call(SYS_openat, AT_FDCWD, step.source.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (from.error() != 0) return from.error();
  const RawFd to(call(SYS_openat, scene.layer, tree.get(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (to.error() != 0) return to.error();
  if (const long error = copy_tree(from.get(), to.get(), Depth::whole, scene)) return error;
  return keep_tree(step, scene, clone_tree(of_part("layer/", step.part, "/tree").get(), 0));
}

long protect(const char* target) {
  const RawFd clone(clone_tree(target, AT_RECURSIVE));
  if (clone.error() == -ENOENT) return 0;
  if (clone.error() != 0) return clone.error();
  const unsigned flags = AT_EMPTY_PATH | AT_RECURSIVE;
  if (const long error = set_attributes(clone.get(), "", flags, MOUNT_ATTR_RDONLY, 0)) return error;
  return move_mount_to(clone.get(), target);
}

}  // namespace

long bring_loopback_up() {
  const RawFd socket(call(SYS_socket, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (socket.error() != 0) return socket.error();
  ifreq request{};
  std::memcpy(request.ifr_name, "lo", 3);
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  return call(SYS_ioctl, socket.get(), SIOCSIFFLAGS, &request);
}

long carry_out(const Step& step, Scene& scene) {
  const char* source = step.source.c_str();
  const char* target = step.target.c_str();
  int unused = -1;
  int& tree = step.tree >= 0 ? scene.trees[static_cast<std::size_t>(step.tree)] : unused;
  constexpr unsigned proc_attributes = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
  switch (step.verb) {
    case Verb::new_mount_namespace:
      return call(SYS_unshare, CLONE_NEWNS);
    case Verb::new_user_namespace:
      return call(SYS_unshare, CLONE_NEWUSER | CLONE_NEWNS);
    case Verb::privatize:
      return set_attributes(AT_FDCWD, target, AT_RECURSIVE, 0, MS_PRIVATE);
    case Verb::workshop:
      return set_up_workshop(target, scene);
    case Verb::enter_root:
      return enter_root(source);
    case Verb::clone_mount:
      return clone_mount(source, target);
    case Verb::read_only:
      return set_attributes(AT_FDCWD, target, AT_RECURSIVE, MOUNT_ATTR_RDONLY, 0);
    case Verb::write_file:
      return make_file(target, source);
    case Verb::copy_files:
      return copy_files(source, target, scene);
    case Verb::layer:
      return make_layer(step, scene);
    case Verb::overlay:
      return make_overlay(step, scene);
    case Verb::whole:
      return make_whole(step, scene);
    case Verb::copy:
      return make_copy(step, scene);
    case Verb::bind:
      return keep_tree(step, scene, clone_tree(source, AT_RECURSIVE));
    case Verb::proc:
      return keep_tree(step, scene, new_filesystem("proc", {}, proc_attributes, scene));
    case Verb::mqueue:
      return keep_tree(step, scene, new_filesystem("mqueue", {}, proc_attributes, scene));
    case Verb::make_directory:
      return make_directory(target, step.mode);
    case Verb::make_file:
      return make_file(target, "");
    case Verb::make_symlink:
      return make_symlink(source, target);
    case Verb::attach:
      return attach(tree, target);
    case Verb::attach_root: {
      const long result = stack_on_root(tree);
      call(SYS_close, tree);
      return result;
    }
    case Verb::protect:
      return protect(target);
    case Verb::slot_network:
      return call(SYS_setns, scene.slot_network, CLONE_NEWNET);
    case Verb::loopback_up:
      return bring_loopback_up();
  }
  return -ENOSYS;
}

Failure carry_out(std::span<const Step> steps, Scene& scene) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const long error = carry_out(steps[i], scene);
    if (error < 0) return {static_cast<int>(i), -error};
  }
  return {};
}

}  // namespace isorun
