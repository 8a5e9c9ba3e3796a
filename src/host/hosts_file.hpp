// The hosts file of a private network.
#pragma once

#include <optional>
#include <string>

namespace isorun {

struct HostsFile {
  std::string path;  // canonical
  std::string content;
};

// The host's /etc/hosts, completed: inside a private network, without DNS, `localhost` must mean
// both 127.0.0.1 and ::1, and the host's own name must mean something. Nothing if it does both
// already, or if the host has no such file.
std::optional<HostsFile> complete_hosts_file(const std::string& hostname);

// The lines that `content` lacks for that; pure.
std::string missing_hosts(const std::string& content, const std::string& hostname);

}  // namespace isorun
