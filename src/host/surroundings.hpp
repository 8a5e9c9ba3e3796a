// What this process runs in, such as a container, and which obstacles to sandboxes that brings.
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
  nspawn,
  other,  // another one, or unknown
};

struct Surroundings {
  Container container = Container::none;
  bool has_filter = false;               // a system call filter confines this process
  std::string apparmor_profile = {};     // empty: none
  std::vector<std::string> masked = {};  // paths in /proc that a mount covers, sorted
  bool is_in_isorun = false;             // in a sandbox of isorun
  bool has_root_mount = true;            // false in a chroot(2) to a plain directory
  bool may_map_user_0 = true;            // false for root without CAP_SETFCAP; user_namespaces(7)
  bool userns_is_switched_off = false;   // kernel.unprivileged_userns_clone is 0
  bool apparmor_restricts_userns = false;
  std::string program = {};               // this program's file
  std::string apparmor_file = {};         // a profile that allows it user namespaces; empty: none
  std::vector<std::string> used_up = {};  // files in /proc/sys/user that hold 0: "max_..."
};

Surroundings read_surroundings();

// The reachable mounts that hide a part of /proc; pure. A new proc would reveal what they hide, so
// the kernel refuses it (mount_too_revealing in fs/namespace.c).
std::vector<std::string> masked_paths(const std::vector<Mount>& mounts);

// Whether isorun mounted something; pure.
bool has_mount_of_isorun(std::string_view mountinfo);

}  // namespace isorun
