#include "sandbox/steps.hpp"

#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <sched.h>

#include <linux/mount.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "base/raw.hpp"
#include "sandbox/primitives.hpp"

namespace isorun {
namespace {

using raw::call;

// Gives a directory of the layer the mode and owner of the host's, so that the command sees no
// difference.
long make_like(const Scene& scene, const char* path, const struct stat& like) {
  long made = call(SYS_mkdirat, scene.layer, path, like.st_mode & 01777);
  // mkdir(2) ignores other bits.
  if (made == 0 && (like.st_mode & 06000) != 0)
    made = call(SYS_fchmodat, scene.layer, path, like.st_mode & 07777);
  if (made == 0 && scene.keep_owners) made = change_owner(scene.layer, path, like);
  return made;
}

Path of_part(const char* prefix, int part, const char* suffix) {
  Path path;
  path.text(prefix).number(static_cast<std::uint64_t>(part)).text(suffix);
  return path;
}

// Verbs -----------------------------------------------------------------------

long clone_mount(const char* source, const char* target) {
  const RawFd clone(clone_tree(source, 0));
  return clone.error() != 0 ? clone.error() : move_mount_to(clone.get(), target);
}

// The file applies to the user namespace of the process that opens it, and to those below
// (namespaces(7)).
long write_setting(const char* target, const char* value) {
  const RawFd file(call(SYS_openat, AT_FDCWD, target, O_WRONLY | O_CLOEXEC, 0));
  if (file.error() != 0) return file.error();
  return call(SYS_write, file.get(), value, std::strlen(value));
}

long limit(const char* target, std::uint64_t most) {
  Path number;
  number.number(most);
  return write_setting(target, number.get());
}

long copy_files(const char* source, const char* target, const Scene& scene) {
  const RawFd from(call(SYS_openat, AT_FDCWD, source, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (from.error() != 0) return from.error();
  const RawFd to(call(SYS_openat, AT_FDCWD, target, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  return to.error() != 0 ? to.error() : copy_tree(from.get(), to.get(), Depth::files, scene);
}

long make_layer(const Step& step, Scene& scene) {
  if (step.source.empty()) {
    if (const long error = mount_tmpfs(step.size, "layer", scene.message)) return error;
  } else {
    // By name: the stage's descriptor refers to a mount in the stage's namespace, which cannot be
    // cloned in this one.
    Path place;
    place.text(step.source.c_str()).text("/").text(scene.run.name.data()).text("/");
    place.number(scene.shard);
    if (const long error = call(SYS_mkdirat, AT_FDCWD, place.get(), 0700)) return error;
    const RawFd clone(clone_tree(place.get(), 0));
    if (clone.error() != 0) return clone.error();
    if (const long error = move_mount_to(clone.get(), "layer")) return error;
  }
  const long layer = call(SYS_openat, AT_FDCWD, "layer", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (layer < 0) return layer;
  scene.layer = static_cast<int>(layer);
  return 0;
}

// The directory of the layer for a part, relative to the layer and relative to the workshop.
Path in_layer(int part) {
  return of_part("", part, "");
}
Path in_workshop(int part) {
  return of_part("layer/", part, "");
}

// Until it is attached, the overlay is mounted on its own work directory, which no other process
// needs to see.
Path overlay_spot(int part) {
  return of_part("layer/work", part, "");
}

long make_overlay(const Step& step, Scene& scene) {
  const RawFd lower(open_path(step.source.c_str()));
  if (lower.error() != 0) return lower.error();
  struct stat status {};
  if (const long error = call(SYS_newfstatat, lower.get(), "", &status, AT_EMPTY_PATH))
    return error;
  if (const long error = make_like(scene, in_layer(step.part).get(), status)) return error;
  const Path spot = overlay_spot(step.part);
  if (const long error = call(SYS_mkdirat, AT_FDCWD, spot.get(), 0700)) return error;
  // By number: a name may contain characters that the option's syntax interprets, or be too long
  // for mount(2).
  Path lower_path;
  if (!step.target.empty()) lower_path.text(step.target.c_str()).text(":");
  lower_path.text("/proc/self/fd/").number(static_cast<std::uint64_t>(lower.get()));
  const Path upper = in_workshop(step.part);
  const Option options[] = {{"lowerdir", lower_path.get()},
                            {"upperdir", upper.get()},
                            {"workdir", spot.get()},
                            {"userxattr", nullptr}};
  return mount_filesystem("overlay", options, MS_NOSUID | MS_NODEV, spot.get(), scene.message);
}

long make_whole(const Step& step, Scene& scene) {
  const Path place = in_layer(step.part);
  if (step.source.empty()) return call(SYS_mkdirat, scene.layer, place.get(), step.mode);
  struct stat like {};
  if (const long error = call(SYS_newfstatat, AT_FDCWD, step.source.c_str(), &like, 0))
    return error;
  return make_like(scene, place.get(), like);
}

long make_copy(const Step& step, Scene& scene) {
  if (const long error = make_whole(step, scene)) return error;
  const RawFd from(
      call(SYS_openat, AT_FDCWD, step.source.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (from.error() != 0) return from.error();
  const RawFd to(call(SYS_openat, scene.layer, in_layer(step.part).get(),
                      O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (to.error() != 0) return to.error();
  scene.left_out = {};
  if (!step.target.empty())
    call(SYS_newfstatat, AT_FDCWD, step.target.c_str(), &scene.left_out, AT_SYMLINK_NOFOLLOW);
  return copy_tree(from.get(), to.get(), Depth::whole, scene);
}

// The mount is created when it is attached: one call instead of three, and no detached mount keeps
// a descriptor open.
long make_tree(const Step& step, Scene& scene) {
  switch (step.verb) {
    case Verb::overlay: {
      const long result = make_overlay(step, scene);
      if (result != -ENOENT || !step.may_vanish) return result;
      return call(SYS_mkdirat, scene.layer, in_layer(step.part).get(), 0700);
    }
    case Verb::whole:
      return make_whole(step, scene);
    case Verb::copy:
      return make_copy(step, scene);
    case Verb::copy_file: {
      const long result = make_file_copy(step, scene);
      return result == -ENOENT && step.may_vanish ? 0 : result;
    }
    default:
      return 0;
  }
}

// Whether the user namespace maps the group: chown(2) refuses others (EINVAL). Nothing depends on
// the workshop's group. setfsgid(2) is no alternative: the kernel would clear PR_SET_PDEATHSIG.
bool has_group(gid_t group) {
  return call(SYS_fchownat, AT_FDCWD, ".", -1, group, 0) == 0;
}

// Terminals belong to the group tty, 5 on every distribution; mounting and being refused would cost
// more than the rest of a sandbox. All instances except the host's share pty.max minus pty.reserve,
// 3,072 terminals: each gets its part (Documentation/filesystems/devpts.rst).
long mount_terminals(const char* target, Message& message) {
  constexpr Option options[] = {
      {"ptmxmode", "0666"}, {"mode", "0620"}, {"max", "256"}, {"gid", "5"}};
  return mount_filesystem("devpts", std::span(options, has_group(5) ? 4 : 3), MS_NOSUID | MS_NOEXEC,
                          target, message);
}

long mount_on(const Step& maker, const char* target, Scene& scene) {
  constexpr unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
  switch (maker.verb) {
    case Verb::overlay:
      return call(SYS_mount, overlay_spot(maker.part).get(), target, nullptr, MS_MOVE, nullptr);
    case Verb::whole:
    case Verb::copy:
      return call(SYS_mount, in_workshop(maker.part).get(), target, nullptr, MS_BIND, nullptr);
    case Verb::copy_file: {
      Path place;
      place.text("layer/").text(file_in_layer(maker).get());
      return call(SYS_mount, place.get(), target, nullptr, MS_BIND, nullptr);
    }
    case Verb::proc:
      return mount_filesystem("proc", {}, flags, target, scene.message);
    case Verb::mqueue:
      return mount_filesystem("mqueue", {}, flags, target, scene.message);
    case Verb::devpts:
      return mount_terminals(target, scene.message);
    default:
      return call(SYS_mount, maker.source.c_str(), target, nullptr, MS_BIND | MS_REC, nullptr);
  }
}

const Step& maker_of(const Step& step, const Scene& scene) {
  return scene.steps[static_cast<std::size_t>(step.tree)];
}

long attach(const Step& step, Scene& scene) {
  const Step& maker = maker_of(step, scene);
  const long result = mount_on(maker, step.target.c_str(), scene);
  return result == -ENOENT && maker.may_vanish ? 0 : result;
}

long attach_root(const Step& step, Scene& scene) {
  const Step& maker = maker_of(step, scene);
  if (maker.verb == Verb::overlay) return enter_root(overlay_spot(maker.part).get());
  const Path part = in_workshop(maker.part);
  const RawFd mount(
      clone_tree(maker.verb == Verb::bind ? maker.source.c_str() : part.get(), AT_RECURSIVE));
  return mount.error() != 0 ? mount.error() : stack_on_root(mount.get());
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

long carry_out(const Step& step, Scene& scene) {
  const char* source = step.source.c_str();
  const char* target = step.target.c_str();
  switch (step.verb) {
    case Verb::new_mount_namespace:
      return enter_mount_namespace();
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
    case Verb::limit:
      return limit(target, step.size);
    case Verb::write_file:
      return make_file(target, source);
    case Verb::scratch:
      return open_run_directory(target, scene.dying_run, scene.run, scene.memory->sources);
    case Verb::middle:
      return make_middle_layer(step, scene);
    case Verb::copy_files:
      return copy_files(source, target, scene);
    case Verb::layer:
      return make_layer(step, scene);
    case Verb::overlay:
    case Verb::whole:
    case Verb::copy:
    case Verb::copy_file:
    case Verb::bind:
    case Verb::proc:
    case Verb::mqueue:
    case Verb::devpts:
      return make_tree(step, scene);
    case Verb::make_directory:
      return make_directory(target, step.mode);
    case Verb::make_file:
      return make_file(target, "");
    case Verb::make_symlink:
      return make_symlink(source, target);
    case Verb::attach:
      return attach(step, scene);
    case Verb::attach_root:
      return attach_root(step, scene);
    case Verb::protect:
      return protect(target);
    case Verb::slot_network:
      return call(SYS_setns, scene.slot_network, CLONE_NEWNET);
    case Verb::loopback_up:
      return bring_loopback_up();
    case Verb::network_setting:
      return write_setting(target, source);
  }
  return -ENOSYS;
}

Failure carry_out_all(Scene& scene) {
  for (const Step& step : scene.steps) {
    const long error = carry_out(step, scene);
    if (error >= 0) continue;
    const bool is_put = step.verb == Verb::attach || step.verb == Verb::attach_root;
    const Step& guilty = is_put ? maker_of(step, scene) : step;
    return {static_cast<int>(&guilty - scene.steps.data()), -error};
  }
  return {};
}

}  // namespace isorun
