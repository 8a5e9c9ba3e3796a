// What the host says: the mount table; the hosts file and a host's name.
#include "fuzz.hpp"
#include "host/hosts_file.hpp"
#include "host/mounts.hpp"

using namespace isorun;
using namespace isorun::fuzz;

FUZZ(host) {
  const auto all = [](const std::string&, int) { return true; };
  for (const Mount& mount : parse_mountinfo(input, all))
    static_cast<void>(is_within(mount.point, "/tmp"));
  const auto parts = parts_of(input);
  const std::string hosts(part(parts, 0));
  const std::string name(part(parts, 1));
  if (name.find_first_of(" \t\r\n#") != std::string::npos) return;
  require(missing_hosts(hosts + "\n" + missing_hosts(hosts, name), name).empty(),
          "nothing is missing twice");
}
