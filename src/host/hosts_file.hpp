// The hosts file of a private network.
#pragma once

#include <optional>
#include <string>

namespace isorun {

struct HostsFile {
  std::string path;  // canonical
  std::string content;
};

// The host's /etc/hosts, completed: in a private network without DNS, `localhost` must resolve to
// 127.0.0.1 and ::1, and the host's own name must resolve too. Empty if both already do, or if the
// host has no such file.
std::optional<HostsFile> complete_hosts_file(const std::string& hostname);

// The lines missing in `content`; pure.
std::string missing_hosts(const std::string& content, const std::string& hostname);

}  // namespace isorun
