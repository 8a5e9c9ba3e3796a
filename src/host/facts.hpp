// What sandboxes depend on in this host and caller, read once before planning.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

#include <isorun/error.hpp>

#include "host/ids.hpp"
#include "host/mounts.hpp"
#include "host/network_settings.hpp"

namespace isorun {

struct Facts {
  uid_t uid = 0;
  gid_t gid = 0;
  Ids ids = {};
  std::string home = {};       // canonical; empty if there is none
  std::string temporary = {};  // $TMPDIR, verbatim; empty if unset
  std::string hostname = {};
  // Whether the caller may clone a mount without the mounts below it, and change its root
  // directory, as real root may: then `/` itself can be the lower directory of an overlay. For an
  // ordinary user, the user namespace locks the mounts below (mount_namespaces(7)).
  bool may_clone_mounts = false;
  // Since Linux 6.6. Overlays in a user namespace need user attributes in their layers.
  bool tmpfs_has_attributes = true;
  std::vector<Mount> mounts = {};
  // The user's limits of inotify instances, fanotify groups and so on: the files in /proc/sys/user
  // (namespaces(7)).
  std::map<std::string, std::uint64_t> user_limits = {};
  bool proc_sys_is_read_only = false;  // as in containers
  std::uint64_t memory_bytes = 0;
  std::vector<NetworkSetting> network_settings = {};
};

Result<Facts> read_facts();

}  // namespace isorun
