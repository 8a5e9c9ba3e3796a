#include "host/remedy.hpp"

#include <array>
#include <cerrno>
#include <fstream>
#include <string_view>

namespace isorun {
namespace {

std::string first_word(const char* path) {
  std::ifstream file(path);
  std::string word;
  file >> word;
  return word;
}

bool is_filtered() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line == "Seccomp:\t2") return true;
  }
  return false;
}

bool always() {
  return true;
}
bool userns_switched_off() {
  return first_word("/proc/sys/kernel/unprivileged_userns_clone") == "0";
}
bool userns_limit_is_zero() {
  return first_word("/proc/sys/user/max_user_namespaces") == "0";
}
bool apparmor_restricts() {
  return first_word("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1";
}

struct Entry {
  Facility facility;
  int code;  // 0: any
  bool (*applies)();
  const char* sentence;
};

// The first entry that applies is the one to tell.
constexpr std::array entries = {
    Entry{Facility::user_namespace, EPERM, userns_switched_off,
          "unprivileged user namespaces are disabled; as root: sysctl "
          "kernel.unprivileged_userns_clone=1"},
    Entry{Facility::user_namespace, 0, userns_limit_is_zero,
          "user namespaces are limited to 0; as root: sysctl user.max_user_namespaces=10000"},
    Entry{Facility::user_namespace, 0, apparmor_restricts,
          "AppArmor denies user namespaces to ordinary users; load a profile for isorun that "
          "allows `userns,`, or as root: "
          "sysctl kernel.apparmor_restrict_unprivileged_userns=0"},
    Entry{Facility::user_namespace, EPERM, is_filtered,
          "a container's system call filter forbids it; with Docker or Podman: --security-opt "
          "seccomp=unconfined"},
    Entry{Facility::user_namespace, EPERM, always, "isorun cannot run inside a chroot(2)"},
    Entry{Facility::user_namespace, ENOSPC, always,
          "too many user namespaces exist; see user.max_user_namespaces"},
    Entry{Facility::id_map, EPERM, apparmor_restricts,
          "AppArmor denies user namespaces to ordinary users; load a profile for isorun that "
          "allows `userns,`, or as root: "
          "sysctl kernel.apparmor_restrict_unprivileged_userns=0"},
    Entry{Facility::mounts, EPERM, apparmor_restricts,
          "AppArmor denies user namespaces to ordinary users; load a profile for isorun that "
          "allows `userns,`, or as root: "
          "sysctl kernel.apparmor_restrict_unprivileged_userns=0"},
    Entry{Facility::mounts, EPERM, is_filtered,
          "a container's system call filter forbids mounts; with Docker or Podman: --security-opt "
          "seccomp=unconfined"},
    Entry{Facility::mounts, ENOSYS, always, "isorun needs Linux 5.12 or later (mount_setattr)"},
    Entry{Facility::proc, EPERM, always,
          "parts of /proc are masked, as in containers; Docker: --security-opt "
          "systempaths=unconfined, Podman: --security-opt unmask=ALL, Kubernetes: procMount: "
          "Unmasked "
          "with hostUsers: false"},
    Entry{Facility::proc, EROFS, always,
          "/proc is read-only, as in containers and in root's isorun sandboxes, so no new proc can "
          "be "
          "mounted; Docker: --security-opt systempaths=unconfined, Podman: "
          "--security-opt unmask=ALL, Kubernetes: procMount: Unmasked with hostUsers: false"},
    Entry{
        Facility::overlay, EINVAL, always,
        "this directory cannot be the lower layer of an overlay (it is the upper layer of another, "
        "or has mounts below); use --copy, --tmpfs or --read-only instead"},
    Entry{Facility::overlay, EPERM, always,
          "overlays for ordinary users need Linux 5.11 or later; use --copy instead"},
    Entry{Facility::overlay, ENODEV, always,
          "this kernel has no overlay file system; as root: modprobe overlay"},
    Entry{Facility::layer, ENOSPC, always,
          "the layer is full; enlarge it with --scratch-size, or keep it on disk with --scratch"},
    Entry{Facility::network, ENOSPC, always,
          "too many network namespaces exist; see user.max_net_namespaces"},
    Entry{Facility::network, EPERM, always,
          "private networks are not permitted; --net host uses the host's"},
    Entry{Facility::process, EAGAIN, always, "too many processes; see ulimit -u"},
    Entry{Facility::process, ENOSPC, always,
          "too many namespaces exist; see the limits in /proc/sys/user"},
    Entry{Facility::process, ENOMEM, always, "the kernel is out of memory for another process"},
    Entry{Facility::descriptors, EMFILE, always,
          "too many open files; raise the limit (ulimit -Hn) or run fewer shards at once"},
    Entry{Facility::descriptors, ENOSYS, always,
          "a system call filter, or a kernel before 5.9, refuses close_range(2); with Docker or "
          "Podman: --security-opt seccomp=unconfined"},
    Entry{Facility::descriptors, EPERM, is_filtered,
          "a container's system call filter forbids it; with Docker or Podman: --security-opt "
          "seccomp=unconfined"},
};

}  // namespace

std::string remedy(Facility facility, int code) {
  for (const Entry& entry : entries) {
    if (entry.facility != facility || (entry.code != 0 && entry.code != code)) continue;
    if (entry.applies()) return entry.sentence;
  }
  return "";
}

}  // namespace isorun
