// Ways around mounts: to what they cover, and to file systems that reach the host. Most are tried
// as root of namespaces of the attacker's own as well, where mounts of the sandbox are locked
// (mount_namespaces(7)).
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <sched.h>
#include <string>
#include <unistd.h>
#include <vector>

#include <linux/mount.h>
#include <linux/sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <isorun/unique_fd.hpp>

#include "attack.hpp"

namespace isorun {
namespace {

constexpr const char* locked = "locked mounts";
constexpr const char* no_cgroup_namespaces = "no cgroup namespaces";
constexpr const char* read_only_groups = "read-only control groups";

std::string read_only_place(const Target& target) {
  return target.place + "/read-only";
}

int clone_tree(const std::string& path, unsigned more) {
  return static_cast<int>(
      ::syscall(SYS_open_tree, AT_FDCWD, path.c_str(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | more));
}

long clear_read_only(int directory, const std::string& path, unsigned flags) {
  mount_attr attributes{};
  attributes.attr_clr = MOUNT_ATTR_RDONLY;
  return ::syscall(SYS_mount_setattr, directory, path.c_str(), flags, &attributes,
                   sizeof attributes);
}

// The points of all mounts in sight, or of those of a type, the last first.
std::vector<std::string> mount_points(const std::string& type = "") {
  std::vector<std::string> points;
  std::ifstream file("/proc/self/mountinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.find(" - " + type) == std::string::npos) continue;
    std::size_t begin = 0;
    for (int field = 0; field < 4; ++field) begin = line.find(' ', begin) + 1;
    points.insert(points.begin(), line.substr(begin, line.find(' ', begin) - begin));
  }
  return points;
}

// Changes what a mount allows.
Verdict remount(const Target& target) {
  return in_any_namespace([&] {
    ::mount(nullptr, read_only_place(target).c_str(), nullptr, MS_REMOUNT | MS_BIND, nullptr);
    write_to(target.read_only_file());
  });
}
Verdict set_mount_attributes(const Target& target) {
  return in_any_namespace([&] {
    clear_read_only(AT_FDCWD, read_only_place(target), 0);
    write_to(target.read_only_file());
  });
}
Verdict set_attributes_of_a_clone(const Target& target) {
  return in_any_namespace([&] {
    const UniqueFd tree(clone_tree(read_only_place(target), 0));
    clear_read_only(tree.get(), "", AT_EMPTY_PATH);
    const UniqueFd file(::openat(tree.get(), "file", O_WRONLY | O_APPEND | O_CLOEXEC));
    if (file) static_cast<void>(::write(file.get(), "attack\n", 7));
  });
}
Verdict bind_again(const Target& target) {
  return in_any_namespace([&] {
    const std::string place = read_only_place(target);
    ::mount(place.c_str(), "/mnt", nullptr, MS_BIND | MS_REC, nullptr);
    ::mount(nullptr, "/mnt", nullptr, MS_REMOUNT | MS_BIND, nullptr);
    write_to("/mnt/file");
  });
}

// Uncovers what a mount covers.
Verdict unmount(const Target& target) {
  return in_any_namespace([&] {
    ::umount2(read_only_place(target).c_str(), MNT_DETACH);
    write_to(target.read_only_file());
  });
}
Verdict unmount_all(const Target& target) {
  return in_any_namespace([&] {
    for (const std::string& point : mount_points()) ::umount2(point.c_str(), MNT_DETACH);
    write_to(target.read_only_file());
  });
}
Verdict move_away(const Target& target) {
  return in_any_namespace([&] {
    ::mount(read_only_place(target).c_str(), "/mnt", nullptr, MS_MOVE, nullptr);
    write_to(target.read_only_file());
  });
}
Verdict move_mount_away(const Target& target) {
  return in_any_namespace([&] {
    ::syscall(SYS_move_mount, AT_FDCWD, read_only_place(target).c_str(), AT_FDCWD, "/mnt", 0);
    write_to(target.read_only_file());
  });
}
Verdict bind_without_submounts(const Target& target) {
  return in_any_namespace([&] {
    ::mount(target.place.c_str(), "/mnt", nullptr, MS_BIND, nullptr);
    write_to("/mnt/read-only/file");
  });
}
Verdict clone_without_submounts(const Target& target) {
  return in_any_namespace([&] {
    const UniqueFd tree(clone_tree(target.place, 0));
    const UniqueFd file(::openat(tree.get(), "read-only/file", O_WRONLY | O_APPEND | O_CLOEXEC));
    if (file) static_cast<void>(::write(file.get(), "attack\n", 7));
  });
}

// Mounts without namespaces.
Verdict mount_a_tmpfs(const Target&) {
  return if_done(::mount("tmpfs", "/mnt", "tmpfs", 0, nullptr));
}
Verdict open_a_file_system(const Target&) {
  return if_done(::syscall(SYS_fsopen, "tmpfs", 0));
}
Verdict clone_a_tree(const Target& target) {
  return if_done(clone_tree(target.place, 0));
}
Verdict pick_a_file_system(const Target& target) {
  return if_permitted(::syscall(SYS_fspick, AT_FDCWD, read_only_place(target).c_str(), 0));
}
Verdict pivot_root(const Target& target) {
  return if_permitted(::syscall(SYS_pivot_root, target.place.c_str(), target.place.c_str()));
}

// File systems that are the host's.
Verdict mount_in_own(const char* type, const char* options, int namespaces) {
  if (::mount("x", "/mnt", type, 0, options) == 0) return Verdict::reached;
  if (errno == ENODEV) return Verdict::absent;
  if (!become_root_of(CLONE_NEWNS | namespaces)) return Verdict::refused;
  return if_done(::mount("x", "/mnt", type, 0, options));
}
Verdict mount_cgroup2(const Target&) {
  return mount_in_own("cgroup2", nullptr, CLONE_NEWCGROUP);
}
Verdict mount_cgroup1(const Target&) {
  for (const char* controller : {"pids", "freezer", "memory", "cpu"}) {
    const Verdict verdict = mount_in_own("cgroup", controller, CLONE_NEWCGROUP);
    if (verdict == Verdict::reached) return verdict;
  }
  return Verdict::absent;
}
Verdict unshare_cgroups(const Target&) {
  return become_root_of(CLONE_NEWCGROUP) ? Verdict::reached : Verdict::refused;
}
Verdict mount_sysfs(const Target&) {
  return mount_in_own("sysfs", nullptr, CLONE_NEWNET);
}
Verdict mount_debugfs(const Target&) {
  return mount_in_own("debugfs", nullptr, 0);
}
Verdict mount_tracefs(const Target&) {
  return mount_in_own("tracefs", nullptr, 0);
}

// Control groups.
Verdict make_group(const Target& target) {
  Verdict verdict = Verdict::absent;
  for (const std::string& point : mount_points("cgroup")) {
    const std::string group = point + "/" + target.name;
    if (::mkdir(group.c_str(), 0700) == 0) {
      ::rmdir(group.c_str());
      return Verdict::reached;
    }
    verdict = Verdict::refused;
  }
  return verdict;
}
Verdict open_in_groups(const char* name) {
  Verdict verdict = Verdict::absent;
  for (const std::string& point : mount_points("cgroup")) {
    verdict = if_opened(point + "/" + name, O_WRONLY);
    if (verdict == Verdict::reached) return verdict;
  }
  return verdict;
}
Verdict join_a_group(const Target&) {
  return open_in_groups("cgroup.procs");
}
Verdict set_release_agent(const Target&) {
  return open_in_groups("release_agent");
}
Verdict clone_into_a_group(const Target&) {
  Verdict verdict = Verdict::absent;
  for (const std::string& point : mount_points("cgroup2")) {
    const UniqueFd group(::open(point.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    clone_args arguments{};
    arguments.flags = CLONE_INTO_CGROUP;
    arguments.exit_signal = SIGCHLD;
    arguments.cgroup = static_cast<std::uint64_t>(group.get());
    const long child = ::syscall(SYS_clone3, &arguments, sizeof arguments);
    if (child == 0) ::_exit(0);
    if (child > 0) return Verdict::reached;
    verdict = Verdict::refused;
  }
  return verdict;
}

constexpr Attack attacks[] = {
    {"remount_writable", locked, Twin::unshared, remount},
    {"set_mount_attributes", locked, Twin::unshared, set_mount_attributes},
    {"set_attributes_of_a_clone", locked, Twin::unshared, set_attributes_of_a_clone},
    {"bind_again_and_remount", locked, Twin::unshared, bind_again},
    {"unmount", locked, Twin::unshared, unmount},
    {"unmount_all", locked, Twin::unshared, unmount_all},
    {"move_a_mount_away", locked, Twin::unshared, move_away},
    {"move_a_mount_away_by_the_new_call", locked, Twin::unshared, move_mount_away},
    {"bind_without_submounts", locked, Twin::unshared, bind_without_submounts},
    {"clone_without_submounts", locked, Twin::unshared, clone_without_submounts},
    {"mount_a_tmpfs", "capabilities", Twin::unshared, mount_a_tmpfs},
    {"open_a_file_system", "capabilities", Twin::unshared, open_a_file_system},
    {"clone_a_tree", "capabilities", Twin::unshared, clone_a_tree},
    {"pick_a_file_system", "capabilities", Twin::root, pick_a_file_system},
    {"pivot_root", "capabilities", Twin::unshared, pivot_root},
    {"mount_cgroup2", no_cgroup_namespaces, Twin::unshared, mount_cgroup2},
    {"mount_cgroup1", no_cgroup_namespaces, Twin::unshared, mount_cgroup1},
    {"make_a_cgroup_namespace", no_cgroup_namespaces, Twin::host, unshare_cgroups},
    {"mount_sysfs", "read-only sysfs", Twin::unshared, mount_sysfs},
    {"mount_debugfs", "user namespace", Twin::root, mount_debugfs},
    {"mount_tracefs", "user namespace", Twin::root, mount_tracefs},
    {"make_a_control_group", read_only_groups, Twin::root, make_group},
    {"join_a_control_group", read_only_groups, Twin::root, join_a_group},
    {"set_a_release_agent", read_only_groups, Twin::root, set_release_agent},
    {"clone_into_a_control_group", "filter", Twin::root, clone_into_a_group},
};

}  // namespace

std::span<const Attack> mount_attacks() {
  return attacks;
}

}  // namespace isorun
