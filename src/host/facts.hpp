// What this host and this caller are, read once before a sandbox is planned.
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
  std::string temporary = {};  // $TMPDIR, as it is; empty if unset
  std::string hostname = {};
  // Whether the caller may clone one mount without those below it, as real root may: then `/`
  // itself can be the lower side of an overlay. An ordinary user's user namespace locks the mounts
  // below (mount_namespaces(7)).
  bool may_clone_mounts = false;
  // Not before Linux 6.6. Overlays of a user namespace need user attributes in their layers.
  bool tmpfs_has_attributes = true;
  std::vector<Mount> mounts = {};
  // How many inotify instances, fanotify groups and so on a user may have: the files of
  // /proc/sys/user (namespaces(7)).
  std::map<std::string, std::uint64_t> user_limits = {};
  std::uint64_t memory_bytes = 0;
  std::vector<NetworkSetting> network_settings = {};
};

Result<Facts> read_facts();

}  // namespace isorun
