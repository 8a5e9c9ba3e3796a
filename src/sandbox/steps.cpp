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
#include "sandbox/parts.hpp"
#include "sandbox/primitives.hpp"

namespace isorun {
namespace {

using raw::call;

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
    case Verb::whole:
    case Verb::copy:
    case Verb::copy_file: {
      const PartMount part = mount_of_part(maker, scene);
      return call(SYS_mount, part.source.get(), target, nullptr, part.flags, nullptr);
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
  const PartMount part = mount_of_part(maker, scene);
  if (part.flags == MS_MOVE) return enter_root(part.source.get());
  const RawFd mount(clone_tree(maker.verb == Verb::bind ? maker.source.c_str() : part.source.get(),
                               AT_RECURSIVE));
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
      return open_run_directory(target, "isorun.scratch.", scene.dying_run, scene.run,
                                scene.memory->sources);
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
      return make_part(step, scene);
    case Verb::bind:
    case Verb::proc:
    case Verb::mqueue:
    case Verb::devpts:
      return 0;  // mounted when it is attached: one call instead of three, and no open descriptor
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
