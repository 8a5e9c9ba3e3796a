// What the host's network lets an ordinary user do, and a new one does not.
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

// With which a new network of this user gives what the host's gives: ports below 1024 and ICMP
// sockets, which ping(8) uses (ip(7), icmp(7)). None where the host has the kernel's defaults.
std::vector<NetworkSetting> network_settings(gid_t group);

// The same of the values that the files have; pure.
std::vector<NetworkSetting> network_settings(gid_t group, const std::string& first_port,
                                             const std::string& ping_groups);

}  // namespace isorun
