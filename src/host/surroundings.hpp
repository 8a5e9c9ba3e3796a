// Where this process runs, on a machine or in what container, and what that keeps from sandboxes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/mounts.hpp"

namespace isorun {

enum class Container {
  none,
  docker,
  podman,
  kubernetes,
  other,  // another one, or one that cannot be told
};

struct Surroundings {
  Container container = Container::none;
  bool has_filter = false;               // a system call filter confines this process
  std::string apparmor_profile = {};     // that confines it; empty: none
  std::vector<std::string> masked = {};  // paths of /proc that a mount covers, sorted
  bool is_in_isorun = false;             // this is a sandbox of isorun's
  bool has_root_mount = true;            // false in a chroot(2) on a plain directory
  bool may_map_user_0 = true;            // false for root without CAP_SETFCAP; user_namespaces(7)
  bool userns_is_switched_off = false;   // kernel.unprivileged_userns_clone is 0
  bool apparmor_restricts_userns = false;
  std::vector<std::string> used_up = {};  // files of /proc/sys/user that hold 0: "max_..."
};

Surroundings look_around();

// The mounts, of those that can be reached, that hide a part of /proc; pure. A new proc would show
// what they hide, and the kernel refuses it (mount_too_revealing in fs/namespace.c).
std::vector<std::string> masked_paths(const std::vector<Mount>& mounts);

// Whether a proc file system that isorun mounted is at /proc; pure.
bool has_proc_of_isorun(std::string_view mountinfo);

}  // namespace isorun
