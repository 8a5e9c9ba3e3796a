// What the host's network permits ordinary users, but a new network does not.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace isorun {

struct NetworkSetting {
  std::string path;  // of a file in /proc/sys/net
  std::string value;

  friend bool operator==(const NetworkSetting&, const NetworkSetting&) = default;
};

// The settings that give this user's new network what the host's permits: ports below 1024 and ICMP
// sockets, which ping(8) uses (ip(7), icmp(7)). None if the host has the kernel's defaults.
std::vector<NetworkSetting> network_settings(gid_t group);

// The same, from the files' values; pure.
std::vector<NetworkSetting> network_settings(gid_t group, const std::string& first_port,
                                             const std::string& ping_groups);

}  // namespace isorun
