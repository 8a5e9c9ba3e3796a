#include "host/network_settings.hpp"

#include <fstream>
#include <iterator>
#include <sstream>

namespace isorun {
namespace {

constexpr const char* first_port_file = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
constexpr const char* ping_groups_file = "/proc/sys/net/ipv4/ping_group_range";
constexpr unsigned default_first_port = 1024;

std::string content(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::vector<NetworkSetting> network_settings(gid_t group, const std::string& first_port,
                                             const std::string& ping_groups) {
  std::vector<NetworkSetting> settings;
  unsigned port = default_first_port;
  if (std::istringstream(first_port) >> port && port != default_first_port)
    settings.push_back({first_port_file, std::to_string(port)});
  // A user namespace may map no other group.
  gid_t first = 1;
  gid_t last = 0;
  if (std::istringstream(ping_groups) >> first >> last && first <= group && group <= last) {
    const std::string own = std::to_string(group);
    settings.push_back({ping_groups_file, own + " " + own});
  }
  return settings;
}

std::vector<NetworkSetting> network_settings(gid_t group) {
  return network_settings(group, content(first_port_file), content(ping_groups_file));
}

}  // namespace isorun
